import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "../api";
import { useLine } from "../line/line";
import { useLiveView } from "../run/live/live";
import { forgetWithCause, sayWhy } from "../trouble";
import type { Answered } from "../types/generated";
import type { Question } from "./asks";

/** Those of the best epoch, the last ones, or the average that moves with these. */
export type Weights = "best" | "last" | "average";

/** What was answered, and to what. */
export interface Reply {
  question: Question;
  answered: Answered;
}

const SETTLE_MS = 60;

/**
 * The network's answer to `question`, asked again for every change and every new checkpoint. One
 * request at a time: what changes meanwhile is asked when the answer is there.
 */
export function usePrediction(
  question: Question | null,
  weights: Weights,
): {
  reply: Reply | null;
  refusal: string | null;
} {
  const runId = useLiveView((view) => view.runId);
  const checkpoint = useLiveView((view) => view.facts?.checkpoint_step ?? null);
  const [reply, setReply] = useState<Reply | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isCut = useLine((line) => line.isCut);
  const wanted = useRef<{ runId: string; question: Question; weights: Weights } | null>(null);
  const isAsking = useRef(false);

  const askAll = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      while (wanted.current) {
        const asked = wanted.current;
        wanted.current = null;
        const path = `/api/runs/${asked.runId}/predict/?weights=${asked.weights}`;
        const answered = await api.post<Answered>(path, asked.question);
        if (useLiveView.getState().runId !== asked.runId) continue;
        setReply({ question: asked.question, answered });
        setRefusal(null);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => setRefusal(null));
    } finally {
      isAsking.current = false;
    }
  }, []);

  useEffect(() => {
    if (!runId || !question || checkpoint === null) {
      wanted.current = null;
      setReply(null);
      setRefusal(null);
      return;
    }
    if (isCut) return; // asked when it is back
    const settle = setTimeout(() => {
      wanted.current = { runId, question, weights };
      void askAll();
    }, SETTLE_MS);
    return () => clearTimeout(settle);
  }, [runId, question, weights, checkpoint, isCut, askAll]);
  return { reply, refusal };
}
