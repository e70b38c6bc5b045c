/** What is not on the board yet: orders for later, and courses on hold. */
import { useEffect, useState } from "preact/hooks";
import type { Ticket, Upcoming } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { told } from "../shared/told-staff.js";
import { callKitchen } from "./screen.js";
import { numberOf } from "./ticket-time.js";
import { words } from "./words/index.js";

const TIMES = "\u00d7";

type Ahead = Upcoming["upcoming"][number];

const say = words.upcoming;

const EVERY_MILLISECONDS = 15_000;

interface Props {
  /** Read again when they change: a course may just have come to the board. */
  readonly tickets: readonly Ticket[];
  /** People send courses; a screen cannot. */
  readonly mayFire: boolean;
}

/** The panel. */
export function UpcomingPanel({ tickets, mayFire }: Props) {
  const [upcoming, setUpcoming] = useState<readonly Ahead[]>();
  const [failure, setFailure] = useState<string>();
  const load = (): Promise<void> =>
    callKitchen<Upcoming>("/api/v1/kds/upcoming").then(
      (read) => {
        setUpcoming(read.upcoming);
        setFailure(undefined);
      },
      (error: unknown) => setFailure(told(error)),
    );
  const shown = tickets.map(({ id }) => id).join();
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), EVERY_MILLISECONDS);
    return () => clearInterval(timer);
  }, [shown]);
  const fire = async ({ orderId, course }: Ahead): Promise<void> => {
    try {
      await callKitchen(`/api/v1/orders/${orderId}/fire`, { method: "POST", body: { course } });
      await load();
    } catch (error) {
      setFailure(told(error));
    }
  };
  return (
    <section class="panel" aria-label={words.panels.upcoming}>
      <h2>{words.panels.upcoming}</h2>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {upcoming?.length === 0 ? <p class="soft">{say.nothing}</p> : null}
      <ul>
        {(upcoming ?? []).map((ahead) => (
          <li key={`${ahead.orderId} ${ahead.course ?? ""}`} class="ahead">
            <strong>
              {numberOf(ahead)} {words.types[ahead.orderType]} {ahead.guest}
            </strong>
            <span class="soft">{whenWords(ahead)}</span>
            <ul class="dishes">
              {ahead.lines.map(({ name, quantity }) => (
                <li key={`${name} ${quantity}`}>
                  {quantity}
                  {TIMES} {name}
                </li>
              ))}
            </ul>
            {mayFire && ahead.course !== null ? (
              <button type="button" onClick={() => void fire(ahead)}>
                {say.fire(ahead.course, numberOf(ahead))}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function whenWords({ course, fireAt, promisedAt }: Ahead): string {
  if (course !== null) return say.onHold(course);
  if (fireAt === null) return say.later;
  return promisedAt === null ? say.comesAt(momentIn(fireAt)) : say.comesFor(momentIn(fireAt), momentIn(promisedAt));
}
