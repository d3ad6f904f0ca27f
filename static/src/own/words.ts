import type { Choices, ColumnChoice, Difference, Twins } from "../types/generated";
import type { Limits } from "./data";
import { megabytes } from "./draft";

export type Kind = ColumnChoice["kind"];
export type Role = ColumnChoice["role"];

export const count = (many: number) => many.toLocaleString("en");
const some = (many: number, one: string, more = `${one}s`) => `${count(many)} ${many === 1 ? one : more}`;

export const KINDS: Record<Kind, string> = {
  number: "Number",
  class: "Class",
  "class set": "Several classes",
  image: "Picture",
  mask: "Mask",
  text: "Text",
  tokens: "Tokens",
  audio: "Sound",
  series: "Series",
  graph: "Graph",
  boxes: "Boxes",
  set: "Set",
};

export const ROLES: Record<Role, string> = {
  input: "Input",
  answer: "Answer",
  group: "Kept together",
  order: "Order in time",
  part: "Names the part",
  unused: "Not used",
};

export const PARTS = ["training", "validation", "test"] as const;

/** What is taken, before anything is brought. */
export function limitsWords({ file_bytes, all_bytes, files, rows, sound_s }: Limits): string {
  return (
    `Up to ${megabytes(file_bytes)} a file and ${megabytes(all_bytes)} in all: ${count(files)} files, ` +
    `${count(rows)} rows, ${count(Math.round(sound_s / 60))} minutes a recording.`
  );
}

/** "9 of your 40 test pictures are twins of training pictures". */
export function twinsWords({ of_part, in_part, count: many, of, is_exact }: Twins, noun: string): string {
  const verb = many === 1 ? "is a twin" : "are twins";
  const how = is_exact ? "the same" : "nearly the same";
  return (
    `${count(many)} of your ${count(of)} ${of_part} ${noun}s ${verb} of ${in_part} ${noun}s: ${how}. ` +
    `What is measured on ${many === 1 ? "it" : "them"} may be learned by heart.`
  );
}

/** What samples are, in one word. */
export function nounOf({ columns }: Pick<Choices, "columns">): string {
  const inputs = Object.values(columns).flatMap(({ kind, role }) => (role === "input" ? [kind] : []));
  if (inputs.includes("image")) return "picture";
  if (inputs.includes("audio")) return "recording";
  if (inputs.includes("text")) return "text";
  return "sample";
}

/** "added 12, relabelled 3". */
export function differenceWords({ added, removed, relabelled }: Difference): string {
  const all = [
    [added, "added"],
    [removed, "removed"],
    [relabelled, "relabelled"],
  ] as const;
  const said = all.flatMap(([many, word]) => (many > 0 ? [`${word} ${count(many)}`] : []));
  return said.length > 0 ? said.join(", ") : "the same samples";
}

/** Fewer of a class than this are said to be few. */
export const FEW = 20;

export const samplesWords = (samples: readonly number[]) =>
  samples.map((many, part) => `${count(many)} ${PARTS[part]}`).join(", ");

export const filesWords = ({ count: many, bytes }: { count: number; bytes: number }) =>
  `${some(many, "file")}, ${megabytes(bytes)}`;

export const rowsWords = (rows: number, looked: number) =>
  looked < rows ? `${some(rows, "row")}; guesses rest on the first ${count(looked)}` : some(rows, "row");
