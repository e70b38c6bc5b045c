/** The keys that are shared with partners: which are set and from where, written anew and taken back, never read. */
import { useState } from "preact/hooks";
import type { PartnerKey, PartnerKeys } from "../../contracts/index.js";
import { useEvery } from "../shared/use-every.js";
import { PartnerKeyDialog } from "./partner-key-dialog.js";
import { agoWords, Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { momentHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { useStrongly } from "./use-strongly.js";
import { words as office } from "./words/index.js";

const words = office.partnerKeys;

/** The view. Keys want a second factor, and a sign-in of the last minutes. */
export function PartnerKeysView({ person, at }: ViewProps) {
  return person.secondFactor ? <House path={`${at}/partner-keys`} /> : <p class="notice warn">{words.needsApp}</p>;
}

function House({ path }: { readonly path: string }) {
  const { data, failure, reload } = useStrongly<PartnerKeys>(path);
  const { failure: refusal, run } = useDoing();
  const [writing, setWriting] = useState<PartnerKey>();
  const [kept, setKept] = useState<string>();
  const takeBack = (name: string, version: string) => {
    setKept(undefined);
    void run(() => callStrongly(`${path}/${name}/versions/${version}`, { method: "DELETE" }), reload);
  };
  const write = (key: PartnerKey): void => {
    setKept(undefined);
    setWriting(key);
  };
  const keptNow = (name: string): void => {
    setKept(words.kept(name));
    void reload();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? refusal} />
      <div role="status">{kept === undefined ? null : <p class="notice good">{kept}</p>}</div>
      {data === undefined ? null : (
        <>
          <p>{data.house === "test" ? words.testHouse : words.liveHouse}</p>
          <p class="soft">{words.writeOnly}</p>
          <p class="soft">{words.environmentWins}</p>
          {data.partners.map(({ partner, heardAt }) => (
            <Partner
              key={partner}
              {...{ partner, heardAt, onWrite: write, onTakeBack: takeBack }}
              keys={data.keys.filter((one) => one.partner === partner)}
            />
          ))}
        </>
      )}
      {writing === undefined ? null : (
        <PartnerKeyDialog path={path} about={writing} onClose={() => setWriting(undefined)} onKept={keptNow} />
      )}
    </div>
  );
}

interface PartnerProps {
  readonly partner: PartnerKey["partner"];
  readonly heardAt: string | null;
  readonly keys: readonly PartnerKey[];
  readonly onWrite: (key: PartnerKey) => void;
  readonly onTakeBack: (name: string, version: string) => void;
}

function Partner({ partner, heardAt, keys, onWrite, onTakeBack }: PartnerProps) {
  const now = useEvery(30_000);
  const name = words.partners[partner];
  return (
    <section class="card stack" aria-labelledby={`partner-${partner}`}>
      <div class="spread">
        <h2 id={`partner-${partner}`}>{name}</h2>
        <p class="soft">{heardAt === null ? words.heardNever : words.heard(agoWords(heardAt, now))}</p>
      </div>
      <SortedTable
        caption={name}
        columns={columnsOf(now, { onWrite, onTakeBack })}
        rows={keys}
        keyOf={(key) => key.name}
      />
    </section>
  );
}

function columnsOf(now: number, actions: Pick<PartnerProps, "onWrite" | "onTakeBack">): readonly Column<PartnerKey>[] {
  const { columns } = words;
  const nameOf = (key: PartnerKey): string => words.keys[key.name].name;
  const fromOf = ({ from }: PartnerKey): string => (from === null ? words.notSet : words.from[from]);
  return [
    {
      name: columns.key,
      isHeader: true,
      sortBy: nameOf,
      cell: (key) => (
        <>
          {nameOf(key)}
          <Versions about={key} now={now} />
        </>
      ),
    },
    {
      name: columns.from,
      sortBy: fromOf,
      cell: (key) => (
        <>
          {fromOf(key)}
          {key.mode === null ? null : <strong> ({words.modes[key.mode]})</strong>}
        </>
      ),
    },
    { name: columns.ending, cell: ({ ending }) => (ending === null ? null : <code>{`\u2026${ending}`}</code>) },
    {
      name: columns.since,
      sortBy: ({ since }) => since ?? "",
      cell: ({ since }) => (since === null ? null : momentHere(since)),
    },
    { name: "", cell: (key) => <Buttons about={key} {...actions} /> },
  ];
}

/** What is kept in the office of it. */
function Versions({ about, now }: { readonly about: PartnerKey; readonly now: number }) {
  const [current, before] = about.kept;
  if (current === undefined) return null;
  const ago = agoWords(current.writtenAt, now);
  const ending = before?.ending;
  return (
    <div class="soft">
      <p>{current.writtenBy === null ? words.written(ago) : words.writtenBy(ago, current.writtenBy)}</p>
      {current.readable ? null : <p class="notice bad">{words.unreadable}</p>}
      {about.from === "environment" || about.from === "file" ? <p class="notice warn">{words.overruled}</p> : null}
      {before?.endsAt ? (
        <p>{words.acceptedUntil(momentHere(before.endsAt), ending ? `\u2026${ending}` : words.noEnding)}</p>
      ) : null}
    </div>
  );
}

function Buttons({ about, onWrite, onTakeBack }: Pick<PartnerProps, "onWrite" | "onTakeBack"> & { about: PartnerKey }) {
  const { name } = words.keys[about.name];
  const [current, before] = about.kept;
  return (
    <div class="row wrap">
      <button type="button" aria-label={words.writeNamed(name)} onClick={() => onWrite(about)}>
        {words.write}
      </button>
      {current === undefined ? null : (
        <Confirm
          name={words.takeBackNamed(name)}
          sure={words.sureTakenBack}
          onConfirm={() => onTakeBack(about.name, current.id)}
        />
      )}
      {before === undefined ? null : (
        <Confirm
          name={words.endBefore(name)}
          sure={words.sureTakenBack}
          onConfirm={() => onTakeBack(about.name, before.id)}
        />
      )}
    </div>
  );
}
