import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { useLiveView } from "../run/live/live";
import type { Asks } from "../types/generated";

/** What the network of a run takes from a hand, which may differ from what is drawn now. Asked anew when cut off. */
export function useAsks(runId: string | null): Asks | null {
  const [asks, setAsks] = useState<{ of: string; asks: Asks } | null>(null);
  const isConnected = useLiveView((view) => view.connection.phase === "open");
  useEffect(() => {
    if (!runId || !isConnected) return;
    let isGone = false;
    api.get<Asks>(`/api/runs/${runId}/asks/`).then(
      (told) => isGone || setAsks({ of: runId, asks: told }),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (!isGone) setAsks({ of: runId, asks: { fields: [], why: error.message } });
      },
    );
    return () => {
      isGone = true;
    };
  }, [runId, isConnected]);
  return asks && asks.of === runId ? asks.asks : null;
}
