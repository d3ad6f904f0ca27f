import { create } from "zustand";
import type { Answered, PlayTold } from "../types/generated";

interface Thought {
  /** What was given when it was told: of several weights, the first ones play. */
  given: Answered["given"] | null;
  told: PlayTold | null;
}

/** What the network last thought of a board: the board is given beside, and plays on by it. */
export const useThought = create<Thought>(() => ({ given: null, told: null }));

export function think(given: Answered["given"], told: PlayTold): void {
  if (useThought.getState().given !== given) useThought.setState({ given, told });
}
