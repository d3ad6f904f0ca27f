import { useEffect, useState } from "react";
import { ApiError } from "../api";
import { useView } from "../editor";
import { keptWeights } from "../run/controls/weights";
import type { Beginning, WeightsFit } from "../types/generated";
import { useKept } from "./useKept";

const CALM_MS = 300;

/** What fits of weights, or why that is not known. An older answer stays until the next one is here. */
export interface Fitting {
  fit: WeightsFit | null;
  /** Why it is not known, in words. */
  obstacle: string | null;
}

/** What of the weights the drawing takes; asked anew a moment after each edit. */
export function useFit(beginning: Beginning, place: number): Fitting {
  const document = useView((view) => view.document);
  const [fitting, setFitting] = useState<Fitting>({ fit: null, obstacle: null });
  const { weights } = beginning;
  const isKept = useKept((kept) => kept.weights.some((each) => each.weights === weights));
  const nodes = JSON.stringify(beginning.nodes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other weights are another question, and so are deleted ones
  useEffect(() => setFitting({ fit: null, obstacle: null }), [weights, isKept]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once they are kept, or no longer
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      try {
        const fit = await keptWeights.fit(document, { weights, nodes: JSON.parse(nodes), title: "" }, place);
        if (isWanted) setFitting({ fit, obstacle: null });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (isWanted && error.code !== "superseded") setFitting(({ fit }) => ({ fit, obstacle: why(error) }));
      }
    };
    const timer = setTimeout(() => void ask(), CALM_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [document, weights, nodes, place, isKept]);
  return fitting;
}

function why({ status, message }: ApiError): string {
  if (status === 404) return "These weights are not kept by you: they were deleted, or are somebody else's.";
  if (status === 422) return "What fits is known once the drawing has no problems.";
  return message;
}
