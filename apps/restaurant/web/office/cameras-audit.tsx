/** The audit trail below the cameras: whether its chain is whole, and who did what. */
import { useEffect, useState } from "preact/hooks";
import type { AuditPage } from "../../contracts/index.js";
import { wordsFor } from "../shared/api.js";
import { callAs, downloadAs } from "../shared/session.js";
import { AuditFilter } from "./audit-filter.js";
import { readable } from "./cameras-words.js";

type Entry = AuditPage["entries"][number];

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
      setFailure(wordsFor(error));
    }
  };
  useEffect(() => void load(), [locationId, filter]);
  const save = () =>
    downloadAs(`${path}/csv?${filter}`, "audit.csv").catch((error: unknown) => setFailure(wordsFor(error)));
  return (
    <section class="card stack" aria-labelledby="audit">
      <div class="spread wrap">
        <h2 id="audit">Audit trail</h2>
        <div class="row wrap">
          <button type="button" onClick={() => void load()}>
            Examine again
          </button>
          <button type="button" onClick={() => void save()}>
            Save as CSV
          </button>
        </div>
      </div>
      {page === undefined ? null : <AuditFilter timeZone={page.timezone} onFilter={setFilter} />}
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {page === undefined ? null : <Verdict trail={page.trail} />}
      <div class="scroll">
        <table>
          <caption class="visually-hidden">Audit trail</caption>
          <thead>
            <tr>
              <th>When</th>
              <th>Who</th>
              <th>What</th>
              <th>Which</th>
              <th>Seal</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>
                  {new Date(entry.at).toLocaleString(undefined, page === undefined ? {} : { timeZone: page.timezone })}
                </td>
                <td>{entry.actor}</td>
                <td>
                  <code>{entry.action}</code>
                </td>
                <td>
                  {readable(entry.entity)} <span class="soft">{entry.entityId}</span>
                </td>
                <td>{entry.sealed ? "sealed" : "soon"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {page?.next == null ? null : (
        <button type="button" onClick={() => void load(page.next)}>
          Earlier
        </button>
      )}
    </section>
  );
}

function Verdict({ trail }: { readonly trail: AuditPage["trail"] }) {
  if (!trail.intact) {
    return (
      <p class="notice bad">
        The trail is broken at row {trail.seq}: {readable(trail.fault ?? "changed")}. Keep the database as it is, and
        compare with a backup.
      </p>
    );
  }
  return (
    <p class="notice good">
      The trail is whole: {trail.seq} rows. Keep this elsewhere, to notice a trail made anew:{" "}
      <code class="seal">
        {trail.seq}:{trail.seal}
      </code>
    </p>
  );
}
