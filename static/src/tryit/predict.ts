import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "../api";
import { useLine } from "../line/line";
import { useLiveView } from "../run/live/live";
import { forgetWithCause, sayWhy } from "../trouble";

/** Grey values in base64, row by row: 0 is paper, 255 is ink. */
export interface Drawing {
  drawing: string;
  width: number;
  height: number;
}

/** What one field is given. */
export type Given = number[] | Drawing;

/** What a network is handed: something for each field, or how a text begins. */
export type Question = { fields: Readonly<Record<string, Given>> } | { text: string };

export interface Answer {
  values: number[];
  probabilities: number[] | null;
  classes: string[] | null;
}

export interface Prediction {
  /** The step of the checkpoint that answered. */
  step: number;
  outputs: Record<string, Answer>;
  /** What the network was really given. */
  input: { shape: number[]; values: number[]; is_photo: boolean };
  /** How a text goes on; empty of everything else. */
  text: string;
}

/** Those of the best epoch, or the last ones. */
export type Weights = "best" | "last" | "average";

const SETTLE_MS = 60;

/**
 * The network's answer to `question`, asked again for every change and every new checkpoint. One
 * request at a time: what changes meanwhile is asked when the answer is there.
 */
export function usePrediction(
  question: Question | null,
  weights: Weights,
): {
  prediction: Prediction | null;
  refusal: string | null;
} {
  const runId = useLiveView((view) => view.runId);
  const checkpoint = useLiveView((view) => view.facts?.checkpoint_step ?? null);
  const [prediction, setPrediction] = useState<Prediction | null>(null);
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
        const answer = await api.post<Prediction>(path, asked.question);
        if (useLiveView.getState().runId !== asked.runId) continue;
        setPrediction(answer);
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
      setPrediction(null);
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
  return { prediction, refusal };
}
