/** Where somebody is signed in, ending that, and the authenticator app. */
import { callAs, leaveForSignIn } from "../shared/session.js";
import { momentIn } from "../shared/time.js";
import { useEvery } from "../shared/use-every.js";
import { OwnPassword } from "./own-password.js";
import { agoWords, Confirm, Failure, Table } from "./parts.js";
import type { ViewProps } from "./person.js";
import { SecondFactor } from "./second-factor.js";
import { useDoing, useLoaded } from "./use-loaded.js";

interface SignIn {
  readonly id: string;
  readonly device: string | null;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

const PATH = "/api/v1/auth/sessions";

/** The view. */
export function SessionsView({ person }: ViewProps) {
  const { data, failure, reload } = useLoaded<{ sessions: readonly SignIn[] }>(PATH);
  const { failure: refusal, run } = useDoing();
  const now = useEvery(30_000);
  const end = async ({ id, current }: SignIn): Promise<void> => {
    const done = await run(() => callAs(`${PATH}/${id}`, { method: "DELETE" }));
    if (done && current) leaveForSignIn();
    else await reload();
  };
  const endAll = async (): Promise<void> => {
    if (await run(() => callAs(`${PATH}/end-all`, { method: "POST" }))) leaveForSignIn();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? refusal} />
      <Table caption="Where you are signed in" columns={["Device", "Since", "Used", "Until", ""]}>
        {(data?.sessions ?? []).map((session) => (
          <tr key={session.id}>
            <td>
              {session.device ?? "unknown"} {session.current ? <strong>(this one)</strong> : null}
            </td>
            <td>{momentIn(session.createdAt)}</td>
            <td>{agoWords(session.lastUsedAt, now)}</td>
            <td>{momentIn(session.expiresAt)}</td>
            <td>
              <Confirm
                name={`Sign out ${session.device ?? "it"}`}
                sure="Yes, sign it out"
                onConfirm={() => void end(session)}
              />
            </td>
          </tr>
        ))}
      </Table>
      <div>
        <Confirm name="Sign out everywhere" sure="Yes, here too" onConfirm={() => void endAll()} />
      </div>
      <OwnPassword />
      <SecondFactor isSet={person.secondFactor} />
    </div>
  );
}
