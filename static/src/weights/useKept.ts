import { create } from "zustand";
import { ApiError } from "../api";
import { type KeptWeights, keptWeights } from "../run/controls/weights";

interface Kept {
  /** What the visitor keeps, newest first. */
  weights: readonly KeptWeights[];
  maxBytes: number;
}

/** The weights that the visitor keeps. */
export const useKept = create<Kept>(() => ({ weights: [], maxBytes: Number.POSITIVE_INFINITY }));

/** Asks for the list; without an answer it stays as it is. */
export async function refreshKept(): Promise<void> {
  try {
    const { weights, max_bytes } = await keptWeights.list();
    useKept.setState({ weights, maxBytes: max_bytes });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Takes weights off the list that are kept no longer. */
export function removeKept(digest: string): void {
  useKept.setState(({ weights }) => ({ weights: weights.filter((each) => each.weights !== digest) }));
}

/** Puts weights on the list that are kept since a moment ago. */
export function addKept(kept: KeptWeights): void {
  useKept.setState(({ weights }) => ({
    weights: [kept, ...weights.filter((each) => each.weights !== kept.weights)],
  }));
}
