/** The cameras: what the lid refuses and notices, live, with charts, filters, and what to do about each. */
import { useMemo, useState } from "preact/hooks";
import type { Incident, IncidentKind } from "../../contracts/index.js";
import { LanguageInHead } from "../shared/language-choice.js";
import { mountPage } from "../shared/mount.js";
import { leaveForSignIn, signOut } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { CamerasAudit } from "./cameras-audit.js";
import { HourChart, ReasonBars } from "./cameras-chart.js";
import { CamerasList } from "./cameras-list.js";
import { useCameras } from "./cameras-live.js";
import { KINDS } from "./incident-kinds.js";
import "./cameras.css";
import { words } from "./words/index.js";

const say = words.cameras;

interface Filter {
  readonly kind: IncidentKind | "";
  readonly route: string;
  readonly reason: string;
}

const ALL: Filter = { kind: "", route: "", reason: "" };

function CamerasPage() {
  const { footage, live, refused } = useCameras();
  const [filter, setFilter] = useState<Filter>(ALL);
  const now = useEvery(5000);
  const incidents = footage?.incidents ?? [];
  const shown = useMemo(() => incidents.filter((incident) => fits(incident, filter)), [incidents, filter]);
  if (refused) return <p class="notice bad narrow">{say.refused}</p>;
  return (
    <div class="cameras">
      <header class="spread">
        <h1>{say.title}</h1>
        <p role="status" class={live ? "live" : "live not"}>
          {live ? say.live : say.notLive}
        </p>
        <LanguageInHead />
        <button type="button" onClick={() => void signOut().then(leaveForSignIn, leaveForSignIn)}>
          {words.frame.signOut}
        </button>
      </header>
      <main class="stack">
        <Tiles
          minutes={footage?.minutes ?? []}
          chosen={filter.kind}
          onChoose={(kind) => setFilter({ ...filter, kind })}
        />
        <div class="charts">
          <section class="card" aria-labelledby="hour">
            <h2 id="hour">{say.lastHour}</h2>
            <HourChart minutes={footage?.minutes ?? []} now={now} />
          </section>
          <section class="card" aria-labelledby="reasons">
            <h2 id="reasons">{say.reasons}</h2>
            <ReasonBars incidents={shown} />
          </section>
        </div>
        <section class="card stack" aria-labelledby="incidents">
          <div class="spread wrap">
            <h2 id="incidents">{say.incidents}</h2>
            <Filters incidents={incidents} filter={filter} onChange={setFilter} />
          </div>
          <CamerasList incidents={shown} now={now} />
          {footage !== undefined && footage.lost > 0 ? <p class="notice bad">{say.lost(footage.lost)}</p> : null}
        </section>
        {footage === undefined ? null : <CamerasAudit locationId={footage.locationId} />}
      </main>
    </div>
  );
}

function fits({ kind, route, reason }: Incident, filter: Filter): boolean {
  return (
    (filter.kind === "" || filter.kind === kind) &&
    (filter.route === "" || filter.route === route) &&
    (filter.reason === "" || filter.reason === reason)
  );
}

interface TilesProps {
  readonly minutes: readonly { readonly counts: Partial<Record<IncidentKind, number>> }[];
  readonly chosen: IncidentKind | "";
  readonly onChoose: (kind: IncidentKind | "") => void;
}

function Tiles({ minutes, chosen, onChoose }: TilesProps) {
  return (
    <div class="tiles">
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          class={`tile ${kind}`}
          aria-pressed={chosen === kind}
          onClick={() => onChoose(chosen === kind ? "" : kind)}
        >
          <strong>{minutes.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0)}</strong>
          <span>{say.kinds[kind]}</span>
        </button>
      ))}
    </div>
  );
}

interface FiltersProps {
  readonly incidents: readonly Incident[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

function Filters({ incidents, filter, onChange }: FiltersProps) {
  const choice = (name: "route" | "reason", label: string) => {
    const values = [...new Set(incidents.map((incident) => incident[name] ?? ""))].filter(Boolean).sort();
    return (
      <label class="filter">
        {label}
        <select
          value={filter[name]}
          onChange={(event) => onChange({ ...filter, [name]: (event.currentTarget as HTMLSelectElement).value })}
        >
          <option value="">{say.all}</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
        </select>
      </label>
    );
  };
  return (
    <div class="row wrap">
      {choice("route", say.route)}
      {choice("reason", say.reason)}
      <button type="button" disabled={filter === ALL} onClick={() => onChange(ALL)}>
        {say.showAll}
      </button>
    </div>
  );
}

mountPage(<CamerasPage />);
