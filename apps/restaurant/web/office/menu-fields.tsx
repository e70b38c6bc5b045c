/** Fields that several dialogs of the menu have. */

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  /** What the choice of nothing is called, where there is one. */
  readonly none?: string;
}

/** One of several things. */
export function Choice({ name, label, value, choices, none }: ChoiceProps) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value}>
        {none === undefined ? null : <option value="">{none}</option>}
        {choices.map((one) => (
          <option key={one.id} value={one.id} selected={one.id === value}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface WholeProps {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
}

/** A whole number. */
export function Whole({ name, label, value, min = 0, max }: WholeProps) {
  return (
    <label>
      {label}
      <input
        {...{ name, min }}
        {...(max === undefined ? {} : { max })}
        type="number"
        required
        defaultValue={`${value}`}
      />
    </label>
  );
}

/** What an amount may look like, with and without a sign. */
export const AMOUNT = String.raw`\d+([.,]\d+)?`;
export const SIGNED_AMOUNT = String.raw`[\-+\u2212]?\d+([.,]\d+)?`;

interface AmountProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly pattern?: string;
}

/** An amount of money as it is typed. */
export function Amount({ name, label, value, pattern = AMOUNT }: AmountProps) {
  return (
    <label>
      {label}
      <input {...{ name, pattern }} inputmode="decimal" required defaultValue={value} />
    </label>
  );
}
