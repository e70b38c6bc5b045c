/** Where somebody is signed in, ending that, and the authenticator app. */
import { callAs, leaveForSignIn } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { OwnPassword } from "./own-password.js";
import { agoWords, Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { momentHere } from "./place-time.js";
import { SecondFactor } from "./second-factor.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.sessions;

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
      <SortedTable
        caption={say.caption}
        columns={columnsOf(now, (session) => void end(session))}
        rows={data?.sessions ?? []}
        keyOf={({ id }) => id}
      />
      <div>
        <Confirm name={say.everywhere} sure={say.everywhereSure} onConfirm={() => void endAll()} />
      </div>
      <OwnPassword />
      <SecondFactor isSet={person.secondFactor} />
    </div>
  );
}

function columnsOf(now: number, onEnd: (session: SignIn) => void): readonly Column<SignIn>[] {
  return [
    {
      name: say.device,
      sortBy: ({ device }) => device ?? "",
      cell: ({ device, current }) => (
        <>
          {device ?? say.unknown} {current ? <strong>{say.thisOne}</strong> : null}
        </>
      ),
    },
    { name: say.since, sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => momentHere(createdAt) },
    { name: say.used, sortBy: ({ lastUsedAt }) => lastUsedAt, cell: ({ lastUsedAt }) => agoWords(lastUsedAt, now) },
    { name: say.until, sortBy: ({ expiresAt }) => expiresAt, cell: ({ expiresAt }) => momentHere(expiresAt) },
    {
      name: "",
      cell: (session) => (
        <Confirm name={say.signOut(session.device ?? say.it)} sure={say.signOutSure} onConfirm={() => onEnd(session)} />
      ),
    },
  ];
}
