import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { onceReached, sayWhy } from "../trouble";
import type { Asks } from "../types/generated";
import { FIELDS } from "./found";
import type { Asked, Hand } from "./kinds";

/** What the network of a run takes, or why that is not known, in words. */
export function useAsks(runId: string | null): { asks: Asks | null; trouble: string | null } {
  const [known, setKnown] = useState<{ run: string; asks: Asks } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    if (!runId) return;
    let isGone = false;
    setTrouble(null);
    onceReached(() => api.get<Asks>(`/api/runs/${runId}/asks/`)).then(
      (asks) => isGone || setKnown({ run: runId, asks }),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (!isGone) setTrouble(sayWhy(error));
      },
    );
    return () => {
      isGone = true;
    };
  }, [runId]);
  return { asks: known?.run === runId ? known.asks : null, trouble };
}

/** What is asked before a hand touches anything. */
export const startOf = ({ fields }: Asks): Hand =>
  Object.fromEntries(fields.map((asked) => [asked.name, FIELDS.get(asked.kind)?.start?.(asked) ?? null]));

/** Whether a field shows a held-out sample before a hand touches it. */
export const beginsWithSample = ({ fields }: Asks) => fields.some((asked) => isBegun(asked));

const isBegun = ({ kind }: Asked) => FIELDS.get(kind)?.beginsWithSample === true;

/** A question: something for each field, and the seed of what is drawn. */
export interface Question {
  fields: Hand;
  seed: number;
}

/** The question that a hand's things make; null while they are not enough for any answer. */
export function questionOf({ answers, why }: Asks, hand: Hand, seed: number): Question | null {
  const given = Object.entries(hand).filter(([, value]) => value !== null);
  const names = new Set(given.map(([name]) => name));
  const isEnough = Object.values(answers).some((fields) => fields.every((name) => names.has(name)));
  return isEnough && !why ? { fields: Object.fromEntries(given), seed } : null;
}

/** What to do, in words, before there is an answer. */
export function callFor({ fields, why }: Asks): string {
  if (why) return why;
  const [first, ...others] = fields;
  if (!first) return "Asking the network…";
  return others.length > 0
    ? "Give each field something, and the network answers."
    : (FIELDS.get(first.kind)?.call ?? "");
}
