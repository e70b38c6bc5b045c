/** Asks who is there again, where the API wants a sign-in of the last minutes, and then does what was wanted. */
import { useEffect, useState } from "preact/hooks";
import { ApiError, type Call, callApi } from "../shared/api.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { authorization, callAs } from "../shared/session.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const { stepUp } = words.frame;

/** Opens the dialog; settled when somebody has proven who they are, or closed it. */
let ask: (() => Promise<boolean>) | undefined;

/** Calls the API; where it wants a recent sign-in, the person is asked for one and the call is made again. */
export async function callStrongly<Result>(path: string, call: Call = {}): Promise<Result> {
  try {
    return await callAs<Result>(path, call);
  } catch (error) {
    const wanted = error instanceof ApiError && error.problem.code === "step_up_required";
    if (!wanted || ask === undefined || !(await ask())) throw error;
    return callAs<Result>(path, call);
  }
}

/** Stands once on the page. */
export function StepUp({ byApp }: { readonly byApp: boolean }) {
  const [settle, setSettle] = useState<{ readonly done: (proven: boolean) => void }>();
  useEffect(() => {
    ask = () => new Promise((resolve) => setSettle({ done: resolve }));
    return () => {
      ask = undefined;
    };
  }, []);
  if (settle === undefined) return null;
  const end = (proven: boolean): void => {
    settle.done(proven);
    setSettle(undefined);
  };
  return (
    <Dialog title={stepUp.title} onClose={() => end(false)}>
      <Proof byApp={byApp} onProven={() => end(true)} />
    </Dialog>
  );
}

function Proof({ byApp, onProven }: { readonly byApp: boolean; readonly onProven: () => void }) {
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const typed = fieldText(new FormData(event.currentTarget as HTMLFormElement), "proof");
    const body = byApp ? { code: typed } : { password: typed };
    const call = { method: "POST", body, headers: authorization() } as const;
    if (await run(() => callApi("/api/v1/auth/step-up", call))) onProven();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <p>{stepUp.why}</p>
      {byApp ? (
        <label>
          {stepUp.code}
          <input name="proof" autocomplete="one-time-code" maxLength={17} required />
        </label>
      ) : (
        <label>
          {stepUp.password}
          <input name="proof" type="password" autocomplete="current-password" required />
        </label>
      )}
      <Failure words={failure} />
      <button type="submit" class="primary" disabled={busy}>
        {stepUp.goOn}
      </button>
    </form>
  );
}
