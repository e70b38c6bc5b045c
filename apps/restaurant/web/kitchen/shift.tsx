/** The beginning of a shift, and from then on how this screen sounds and how it is worked. */
import { useState } from "preact/hooks";
import { useSounding } from "../shared/tones.js";
import { OPTIONS, type Option, type Options } from "./options.js";
import { OCCASIONS, play, setVolume, startShift, volume } from "./sound.js";
import { words } from "./words/index.js";

const say = words.shift;

interface Props {
  readonly options: Options;
  readonly onOption: (option: Option, on: boolean) => void;
}

/** The button that begins, and the one that opens what can be set. */
export function Shift({ options, onOption }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isSounding = useSounding();
  return (
    <>
      {isSounding ? null : (
        <button type="button" class="primary" onClick={() => void startShift()}>
          {say.start}
        </button>
      )}
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say.screen}
      </button>
      {isOpen ? (
        <div class="settings">
          <Sounds />
          <Ways options={options} onOption={onOption} />
        </div>
      ) : null}
    </>
  );
}

function Ways({ options, onOption }: Props) {
  return (
    <fieldset>
      <legend>{say.ways}</legend>
      {OPTIONS.map((option) => (
        <label key={option} class="way">
          <input
            type="checkbox"
            checked={options[option]}
            onChange={(event) => onOption(option, event.currentTarget.checked)}
          />
          {say[option]}
        </label>
      ))}
    </fieldset>
  );
}

function Sounds() {
  const [loud, setLoud] = useState(volume);
  return (
    <fieldset>
      <legend>{say.sounds}</legend>
      <label>
        {say.volume}
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={loud}
          onInput={(event) => {
            setLoud(Number(event.currentTarget.value));
            setVolume(Number(event.currentTarget.value));
          }}
        />
      </label>
      <output>{loud === 0 ? say.silent : say.percent(loud)}</output>
      {OCCASIONS.map((occasion) => (
        <button key={occasion} type="button" onClick={() => play(occasion)}>
          {say.test(say.occasions[occasion])}
        </button>
      ))}
    </fieldset>
  );
}
