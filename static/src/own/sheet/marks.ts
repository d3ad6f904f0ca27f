import type { Choices } from "../../types/generated";

/** What somebody changes in a sheet of samples: another class, or out. */
export interface Marks {
  relabelled: Readonly<Record<string, string>>;
  removed: readonly string[];
}

/** The marks as they are, and as they were before each change. */
export interface Marked {
  now: Marks;
  before: readonly Marks[];
}

export const UNMARKED: Marked = { now: { relabelled: {}, removed: [] }, before: [] };

export type Change =
  | { do: "relabel"; ids: readonly string[]; label: string }
  | { do: "remove"; ids: readonly string[] }
  | { do: "undo" }
  | { do: "clear" };

/** The marks after a change. A removed sample that is removed again comes back. */
export function marked(state: Marked, change: Change): Marked {
  if (change.do === "clear") return UNMARKED;
  if (change.do === "undo") {
    const last = state.before.at(-1);
    return last ? { now: last, before: state.before.slice(0, -1) } : state;
  }
  const before = [...state.before, state.now];
  if (change.do === "relabel") {
    const given = Object.fromEntries(change.ids.map((id) => [id, change.label]));
    return { now: { ...state.now, relabelled: { ...state.now.relabelled, ...given } }, before };
  }
  const areGone = change.ids.every((id) => state.now.removed.includes(id));
  const others = state.now.removed.filter((id) => !change.ids.includes(id));
  return { now: { ...state.now, removed: areGone ? others : [...others, ...change.ids] }, before };
}

export const manyMarks = ({ relabelled, removed }: Marks) =>
  new Set([...Object.keys(relabelled), ...removed]).size;

/** What was chosen, with the marks on top. */
export function withMarks(choices: Choices, { relabelled, removed }: Marks): Choices {
  return {
    ...choices,
    relabelled: { ...choices.relabelled, ...relabelled },
    removed: [...new Set([...choices.removed, ...removed])],
  };
}
