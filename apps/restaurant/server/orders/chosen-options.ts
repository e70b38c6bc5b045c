/** Whether the options a guest chose fit the item's groups. */

/** A group of options an item offers. */
export interface OfferedGroup {
  readonly id: string;
  readonly name: string;
  /** The fewest and the most options, each counted as often as it was chosen. */
  readonly min: number;
  readonly max: number;
  readonly maxPerOption: number;
}

/** An option an item offers. */
export interface OfferedOption {
  readonly id: string;
  readonly groupId: string;
}

/** A choice as the guest wrote it. */
export interface Choice {
  readonly id: string;
  readonly quantity: number;
}

/** What an item offers. */
export interface Offer<Option extends OfferedOption> {
  readonly groups: readonly OfferedGroup[];
  readonly options: readonly Option[];
}

/** A chosen option with its group. */
export interface Chosen<Option extends OfferedOption> {
  readonly option: Option;
  readonly group: OfferedGroup;
  readonly quantity: number;
}

/** The chosen options in the offer's order, or `undefined` where the choice breaks a group's rule or names another's option. */
export function chosenOptions<Option extends OfferedOption>(
  choices: readonly Choice[],
  offer: Offer<Option>,
): readonly Chosen<Option>[] | undefined {
  const quantities = new Map(choices.map(({ id, quantity }) => [id.toLowerCase(), quantity]));
  if (quantities.size !== choices.length) return undefined;
  const chosen = offer.groups.flatMap((group) => chosenIn(group, offer.options, quantities));
  if (chosen.length !== quantities.size) return undefined;
  return offer.groups.every((group) => isObeyed(group, chosen)) ? chosen : undefined;
}

function chosenIn<Option extends OfferedOption>(
  group: OfferedGroup,
  options: readonly Option[],
  quantities: ReadonlyMap<string, number>,
): readonly Chosen<Option>[] {
  return options.flatMap((option) => {
    const quantity = option.groupId === group.id ? quantities.get(option.id) : undefined;
    return quantity === undefined ? [] : [{ option, group, quantity }];
  });
}

function isObeyed(group: OfferedGroup, chosen: readonly Chosen<OfferedOption>[]): boolean {
  const quantities = chosen.filter((one) => one.group.id === group.id).map(({ quantity }) => quantity);
  const count = quantities.reduce((total, quantity) => total + quantity, 0);
  return count >= group.min && count <= group.max && quantities.every((quantity) => quantity <= group.maxPerOption);
}
