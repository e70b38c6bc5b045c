/** The audit trail below the cameras: whether its chain is whole, and who did what. */
import { useEffect, useState } from "preact/hooks";
import type { AuditPage } from "../../contracts/index.js";
import { callAs, downloadAs } from "../shared/session.js";
import { told } from "../shared/told-staff.js";
import { AuditFilter } from "./audit-filter.js";
import { readable } from "./named.js";
import { stampHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { words } from "./words/index.js";

const say = words.cameras.audit;

type Entry = AuditPage["entries"][number];

const COLUMNS: readonly Column<Entry>[] = [
  { name: say.when, sortBy: ({ id }) => id, cell: ({ at }) => stampHere(at) },
  { name: say.who, sortBy: ({ actor }) => actor, cell: ({ actor }) => actor },
  { name: say.what, sortBy: ({ action }) => action, cell: ({ action }) => <code>{action}</code> },
  {
    name: say.which,
    sortBy: ({ entity, entityId }) => `${entity} ${entityId}`,
    cell: ({ entity, entityId }) => (
      <>
        {readable(entity)} <span class="soft">{entityId}</span>
      </>
    ),
  },
  {
    name: say.seal,
    sortBy: ({ sealed }) => (sealed ? 1 : 0),
    cell: ({ sealed }) => (sealed ? say.sealed : say.soon),
  },
];

/** The trail, read when it is asked for: each time every seal is examined; narrowed, and as a file. */
export function CamerasAudit({ locationId }: { readonly locationId: string }) {
  const [page, setPage] = useState<AuditPage>();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [failure, setFailure] = useState<string>();
  const [filter, setFilter] = useState("");
  const path = `/api/v1/locations/${locationId}/audit`;
  const load = async (before?: number | null): Promise<void> => {
    try {
      const query = new URLSearchParams(filter);
      if (before != null) query.set("before", String(before));
      const found = await callAs<AuditPage>(`${path}?${query}`);
      setPage(found);
      setEntries((known) => (before == null ? found.entries : [...known, ...found.entries]));
      setFailure(undefined);
    } catch (error) {
      setFailure(told(error));
    }
  };
  useEffect(() => void load(), [locationId, filter]);
  const save = () =>
    downloadAs(`${path}/csv?${filter}`, "audit.csv").catch((error: unknown) => setFailure(told(error)));
  return (
    <section class="card stack" aria-labelledby="audit">
      <div class="spread wrap">
        <h2 id="audit">{say.title}</h2>
        <div class="row wrap">
          <button type="button" onClick={() => void load()}>
            {say.again}
          </button>
          <button type="button" onClick={() => void save()}>
            {say.save}
          </button>
        </div>
      </div>
      {page === undefined ? null : <AuditFilter timeZone={page.timezone} onFilter={setFilter} />}
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {page === undefined ? null : <Verdict trail={page.trail} />}
      <SortedTable caption={say.title} columns={COLUMNS} rows={entries} keyOf={({ id }) => String(id)} />
      {page?.next == null ? null : (
        <button type="button" onClick={() => void load(page.next)}>
          {say.earlier}
        </button>
      )}
    </section>
  );
}

function Verdict({ trail }: { readonly trail: AuditPage["trail"] }) {
  if (!trail.intact) {
    return (
      <p class="notice bad">{say.broken(trail.seq, trail.fault === null ? say.changed : readable(trail.fault))}</p>
    );
  }
  return (
    <p class="notice good">
      {say.whole(trail.seq)}{" "}
      <code class="seal">
        {trail.seq}:{trail.seal}
      </code>
    </p>
  );
}
