/** The beginning of a shift, and from then on how loud the sounds are; until then a bar says that there are none. */
import { useState } from "preact/hooks";
import { OCCASIONS, play, setVolume, startShift, volume } from "./sound.js";

interface Props {
  readonly isOn: boolean;
  readonly onBegin: () => void;
}

/** The button that begins, or the one that opens the sounds. */
export function Shift({ isOn, onBegin }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (!isOn) {
    return (
      <button type="button" class="primary" onClick={() => void startShift().then(onBegin)}>
        Start shift
      </button>
    );
  }
  return (
    <>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Sounds
      </button>
      {isOpen ? <Sounds /> : null}
    </>
  );
}

/** Browsers play no sound before somebody has pressed something. */
export function SoundOff() {
  return <p class="sound-off">Sound off: nothing is heard until the shift is started.</p>;
}

function Sounds() {
  const [loud, setLoud] = useState(volume);
  return (
    <fieldset class="sounds">
      <legend>Sounds</legend>
      <label>
        Volume
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
      <output>{loud === 0 ? "silent" : `${loud} %`}</output>
      {OCCASIONS.map(({ occasion, name }) => (
        <button key={occasion} type="button" onClick={() => play(occasion)}>
          Test: {name}
        </button>
      ))}
    </fieldset>
  );
}
