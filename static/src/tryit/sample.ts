import { useCallback, useRef, useState } from "react";
import { ApiError, api } from "../api";
import { onceReached, sayWhy } from "../trouble";
import type { HeldOut } from "../types/generated";

/** Held-out samples of a run, one after the other; `trouble` says why there is none. */
export function useHeldOut(runId: string | null) {
  const [sample, setSample] = useState<HeldOut | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef(0);
  const take = useCallback(
    async (place: number, isAsked: boolean): Promise<HeldOut | null> => {
      if (!runId) return null;
      latest.current += 1;
      const asked = latest.current;
      try {
        const found = await onceReached(() => api.get<HeldOut>(`/api/runs/${runId}/sample/?place=${place}`));
        if (asked !== latest.current) return null;
        setSample(found);
        setTrouble(null);
        return found;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (asked === latest.current && isAsked) setTrouble(sayWhy(error));
        return null;
      }
    },
    [runId],
  );
  return { sample, trouble, take };
}
