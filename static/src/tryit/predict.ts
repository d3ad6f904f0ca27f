import { useEffect, useMemo, useState } from "react";
import { ApiError, api } from "../api";
import { useLine } from "../line/line";
import { useLiveView } from "../run/live/live";
import { forgetWithCause, sayWhy, untilReachable } from "../trouble";
import type { Answered } from "../types/generated";
import type { Question } from "./asks";
import { inPace, pause } from "./pace";

/** What was answered, and to what. */
export interface Reply {
  question: Question;
  answered: Answered;
}

interface Asked {
  runId: string;
  question: Question;
  /** Which answer, as the address says it. */
  weights: string;
}

/** This page, to the server: others that ask by the same link take turns with it. */
const TAB = Math.random().toString(36).slice(2);

/**
 * The network's answer to `question` with some of its weights, asked again for every change and every new checkpoint. One
 * request at a time: what changes meanwhile is asked when the answer is there. Where the server says
 * when to ask again, it is asked again then.
 */
export function usePrediction(
  question: Question | null,
  names: readonly string[],
): {
  reply: Reply | null;
  refusal: string | null;
} {
  const weights = names.map((name) => `weights=${encodeURIComponent(name)}`).join("&");
  const runId = useLiveView((view) => view.runId);
  const checkpoint = useLiveView((view) => view.facts?.checkpoint_step ?? null);
  const [reply, setReply] = useState<Reply | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isCut = useLine((line) => line.isCut);
  const pace = useMemo(() => {
    const answered = async (asked: Asked) => {
      const path = `/api/runs/${asked.runId}/predict/?${asked.weights}&tab=${TAB}`;
      try {
        const answered = await api.post<Answered>(path, asked.question);
        if (useLiveView.getState().runId !== asked.runId) return;
        setReply({ question: asked.question, answered });
        setRefusal(null);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        setRefusal(sayWhy(error));
        forgetWithCause(error, () => setRefusal(null));
        if (error.isUnreachable) await untilReachable();
        else if (error.afterS !== null) await pause(1000 * error.afterS);
        else return;
        kept.again(asked);
      }
    };
    const kept = inPace(answered);
    return kept;
  }, []);

  useEffect(() => {
    if (!runId || !question || checkpoint === null) {
      pace.forget();
      setReply(null);
      setRefusal(null);
    } else if (!isCut) pace.ask({ runId, question, weights }); // else it is asked when the line is back
  }, [runId, question, weights, checkpoint, isCut, pace]);
  return { reply, refusal };
}
