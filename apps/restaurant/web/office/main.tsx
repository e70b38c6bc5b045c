/** The office: one page with a view for each thing that people look after. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { LanguageInHead } from "../shared/language-choice.js";
import { mountPage } from "../shared/mount.js";
import { callAs, leaveForSignIn, signOut } from "../shared/session.js";
import { told } from "../shared/told-staff.js";
import { named } from "./named.js";
import { isChief, type OfficeProps, type Person } from "./person.js";
import { workIn } from "./place-time.js";
import { StepUp } from "./step-up.js";
import { VIEWS, type View } from "./views.js";
import { words } from "./words/index.js";
import { workAt } from "./work-at.js";
import "./office.css";
import "./orders.css";

function OfficePage() {
  const [person, setPerson] = useState<Person>();
  const [failure, setFailure] = useState<string>();
  const renew = useCallback(async (): Promise<void> => {
    try {
      const who = await callAs<Person>("/api/v1/me");
      workIn(who.locations.find(({ id }) => id === who.locationId)?.timezone);
      setPerson(who);
    } catch (error) {
      setFailure(told(error));
    }
  }, []);
  useEffect(() => void renew(), [renew]);
  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  return person === undefined ? <p class="narrow soft">{words.frame.oneMoment}</p> : <Office {...{ person, renew }} />;
}

function Office({ person, renew }: Pick<OfficeProps, "person" | "renew">) {
  const views = VIEWS.filter(({ roles }) => roles.includes(person.role));
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const moved = () => setPath(location.pathname);
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const view = views.find((one) => one.path === path) ?? views[0];
  const go = (event: Event, to: string): void => {
    event.preventDefault();
    history.pushState(null, "", to);
    setPath(to);
  };
  useEffect(() => {
    document.title = view === undefined ? words.frame.office : words.frame.titleOf(view.name);
  }, [view]);
  return (
    <div class="office">
      <header>
        <Places person={person} />
        <nav aria-label={words.frame.office}>
          {views.map((one) => (
            <a
              key={one.path}
              href={one.path}
              aria-current={one === view ? "page" : undefined}
              onClick={(event) => go(event, one.path)}
            >
              {one.name}
            </a>
          ))}
          {isChief(person) ? <a href="/office/cameras">{words.frame.cameras}</a> : null}
          {person.role === "cashier" || person.role === "courier" ? null : <a href="/kitchen">{words.frame.kitchen}</a>}
        </nav>
        <p class="row">
          <span class="soft">{words.frame.person(person.name, named(words.codes.role, person.role))}</span>
          <LanguageInHead />
          <button type="button" onClick={() => void signOut().then(leaveForSignIn, leaveForSignIn)}>
            {words.frame.signOut}
          </button>
        </p>
      </header>
      <main>{view === undefined ? null : <Shown {...{ view, person, renew }} />}</main>
      <StepUp byApp={person.secondFactor} />
    </div>
  );
}

interface ShownProps extends Pick<OfficeProps, "person" | "renew"> {
  readonly view: View;
}

function Shown({ view: { Body, name }, person, renew }: ShownProps) {
  return (
    <>
      <h1>{name}</h1>
      <Body key={name} {...{ person, renew }} at={`/api/v1/locations/${person.locationId}`} />
    </>
  );
}

/** Where one works, and the other places one may go to. */
function Places({ person: { locations, locationId } }: { readonly person: Person }) {
  const here = locations.find(({ id }) => id === locationId);
  if (locations.length < 2) return <strong>{here?.name}</strong>;
  return (
    <label class="places">
      <span class="visually-hidden">{words.frame.place}</span>
      <select value={locationId} onChange={(event) => void workAt(event.currentTarget.value)}>
        {locations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

mountPage(<OfficePage />);
