import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { useLiveView } from "../run/live/live";
import { sayWhy } from "../trouble";
import type { Asked, Asks } from "../types/generated";
import type { Drawing, Given, Question } from "./predict";

/** What the network of a run takes, or why that is not known, in words. Asked anew when cut off. */
export function useAsks(runId: string | null): { asks: Asks | null; trouble: string | null } {
  const [known, setKnown] = useState<{ run: string; asks: Asks } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isConnected = useLiveView((view) => view.connection.phase === "open");
  useEffect(() => {
    if (!runId || !isConnected) return;
    let isGone = false;
    setTrouble(null);
    api.get<Asks>(`/api/runs/${runId}/asks/`).then(
      (asks) => isGone || setKnown({ run: runId, asks }),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (!isGone && !error.isUnreachable) setTrouble(sayWhy(error));
      },
    );
    return () => {
      isGone = true;
    };
  }, [runId, isConnected]);
  return { asks: known?.run === runId ? known.asks : null, trouble };
}

/** What each field is given so far. */
export type Hand = Readonly<Record<string, Given | string | null>>;

/** The question that a hand's things make; null while something is missing. */
export function questionOf({ fields }: Asks, hand: Hand): Question | null {
  const given: Record<string, number[] | Drawing> = {};
  for (const { name } of fields) {
    const value = hand[name] ?? null;
    if (value === null) return null;
    if (typeof value === "string") return fields.length === 1 ? { text: value } : null;
    given[name] = value;
  }
  return fields.length > 0 ? { fields: given } : null;
}

/** Where a picture can come from: files and cameras where it is square, and grey or in colours. */
export function waysOf({ shape, can_be_drawn }: Asked): readonly ("pad" | "file" | "camera")[] {
  const [colours, height, width] = shape;
  const isFit = (colours === 1 || colours === 3) && height === width;
  return [...(can_be_drawn ? ["pad" as const] : []), ...(isFit ? (["file", "camera"] as const) : [])];
}

/** What to do, in words, before there is an answer. */
export function callFor({ fields, why }: Asks): string {
  if (why) return why;
  const [first, ...others] = fields;
  if (!first || others.length > 0) return "Give each field something, and the network answers.";
  if (first.kind === "text") return "Begin a text, and the network goes on.";
  if (first.kind === "sound") return "Make a sound, and the network says what it hears.";
  if (first.kind !== "picture") return "Asking the network…";
  const ways = waysOf(first);
  if (ways.length === 1) return "Draw in the square, and the network says what it reads.";
  return ways.length > 0
    ? `${ways[0] === "pad" ? "Draw, choose" : "Choose"} a picture or show it something: the network says what it reads.`
    : "Pictures of this form can't be given by hand yet.";
}
