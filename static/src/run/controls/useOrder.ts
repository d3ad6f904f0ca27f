import { useEffect } from "react";
import { config } from "../../config";
import type { Document } from "../../types/generated";
import { liveRun, useLiveView } from "../live/live";
import { USUAL } from "../live/means";

/**
 * Trains what the page was opened to train (`/new/xor/?train`), as soon as it can be: once, as the order leaves the
 * address with it, and in two tabs the same run. What was trained before is not trained again.
 */
export function useOrder(canTrain: boolean, getDocument: () => Document): void {
  const isFresh = useLiveView(({ runs }) => runs?.length === 0);
  useEffect(() => {
    if (!canTrain || !isFresh || !new URLSearchParams(location.search).has("train")) return;
    history.replaceState(history.state, "", location.pathname);
    void liveRun.train(getDocument(), USUAL, `opened-to-train-${config.project}`);
  }, [canTrain, isFresh, getDocument]);
}
