/** What a view shows, read from the API, and read again when it is asked for or time has passed. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Call, Told } from "../shared/api.js";
import { callAs } from "../shared/session.js";
import { told } from "../shared/told-staff.js";

/** What is known. */
export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly failure: string | undefined;
  readonly reload: () => Promise<void>;
}

/** How it is read. */
export interface Loading extends Pick<Call, "cache"> {
  /** Also while nobody looks: what is to be heard is heard behind another window as well. */
  readonly evenBehind?: boolean;
}

/** Reads a path, again each time it changes; every so many milliseconds while somebody looks, where that is said. */
export function useLoaded<Data>(
  path: string,
  everyMilliseconds?: number,
  { cache = "default", evenBehind = false }: Loading = {},
): Loaded<Data> {
  const [data, setData] = useState<Data>();
  const [failure, setFailure] = useState<string>();
  const asked = useRef(path);
  const reload = useCallback(async (): Promise<void> => {
    asked.current = path;
    try {
      const read = await callAs<Data>(path, { cache });
      if (asked.current !== path) return;
      setData(read);
      setFailure(undefined);
    } catch (error) {
      if (asked.current === path) setFailure(told(error));
    }
  }, [path, cache]);
  useEffect(() => {
    setData(undefined);
    void reload();
  }, [reload]);
  useEffect(() => {
    if (everyMilliseconds === undefined) return;
    const timer = setInterval(() => {
      if (evenBehind || document.visibilityState === "visible") void reload();
    }, everyMilliseconds);
    return () => clearInterval(timer);
  }, [reload, everyMilliseconds, evenBehind]);
  return { data, failure, reload };
}

/** Something that is done and may be refused. */
export interface Doing {
  readonly busy: boolean;
  readonly failure: string | undefined;
  /** Does it, and `afterwards` whatever became of it; tells whether it was done. */
  readonly run: (what: () => Promise<unknown>, afterwards?: () => Promise<unknown>) => Promise<boolean>;
}

/** Does one thing at a time, and keeps why it was refused, in words of its own where they are given. */
export function useDoing(own?: Told): Doing {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const run: Doing["run"] = async (what, afterwards) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await what();
      return true;
    } catch (error) {
      setFailure(told(error, own));
      return false;
    } finally {
      await afterwards?.();
      setBusy(false);
    }
  };
  return { busy, failure, run };
}
