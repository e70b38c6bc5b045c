/** Reads what only somebody who has just proven who they are may see. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { told } from "../shared/told-staff.js";
import { callStrongly } from "./step-up.js";
import type { Loaded } from "./use-loaded.js";

/** Reads a path once; where a sign-in is wanted, the person is asked for it first. */
export function useStrongly<Data>(path: string): Loaded<Data> {
  const [data, setData] = useState<Data>();
  const [failure, setFailure] = useState<string>();
  const reload = useCallback(async (): Promise<void> => {
    try {
      setData(await callStrongly<Data>(path));
      setFailure(undefined);
    } catch (error) {
      setFailure(told(error));
    }
  }, [path]);
  useEffect(() => void reload(), [reload]);
  return { data, failure, reload };
}
