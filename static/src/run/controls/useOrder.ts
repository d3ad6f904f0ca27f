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
  const many = useLiveView(({ runs }) => runs?.length ?? null);
  useEffect(() => {
    const isTrained = many !== null && many > 0;
    if (many === null || !(canTrain || isTrained)) return;
    if (!new URLSearchParams(location.search).has("train")) return;
    history.replaceState(history.state, "", location.pathname);
    if (!isTrained) void liveRun.train(getDocument(), USUAL, `opened-to-train-${config.project}`);
  }, [canTrain, many, getDocument]);
}
