import type { Param } from "../../types/generated";
import { isExpression } from "./expression";
import { matters } from "./matters";
import type { Value } from "./value";

/** What was typed, read: a value to keep, or a sentence that says what is expected. */
export type Parsed = { ok: true; value: Value } | { ok: false; message: string };

/** A value as the form shows it: `3, 5` for one size per axis, nothing for none. */
export function formatValue(value: Value): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  return String(value);
}

/** Reads what was typed into the field of a parameter; inside a block also an expression, `=2 * width`. */
export function parseValue(param: Param, text: string, isInBlock = false): Parsed {
  const typed = text.trim();
  if (isExpression(typed) && !isWords(param)) {
    if (!isInBlock) return refused("A value is computed from parameters: give the network one first.");
    return typed === "=" ? refused(`What is ${param.name} computed from?`) : { ok: true, value: typed };
  }
  if (typed === "" && !isWords(param)) {
    return param.default === null && !param.required
      ? { ok: true, value: null }
      : refused(`${param.name} needs a value.`);
  }
  switch (param.kind) {
    case "int":
      return inRange(param, typed, readWhole(typed), "a whole number");
    case "float":
      return inRange(param, typed, readNumber(typed), "a number");
    case "bool":
      return typed === "true" || typed === "false"
        ? { ok: true, value: typed === "true" }
        : refused("Expected true or false.");
    case "choice":
      return param.choices.includes(typed) ? { ok: true, value: typed } : refused(oneOf(param));
    case "size":
      return readSize(param, typed);
    case "text":
    case "nodes":
      return { ok: true, value: text };
  }
}

/** Reads a default of a block's parameter, whose kind follows from what is typed: a number, sizes, or text. */
export function parseFree(text: string): Value {
  const typed = text.trim();
  if (typed === "") return null;
  if (typed === "true" || typed === "false") return typed === "true";
  const number = readNumber(typed);
  if (number !== null) return number;
  const sizes = typed.split(/\s*,\s*/).map(readWhole);
  return sizes.length > 1 && sizes.every((size) => size !== null) ? sizes : typed;
}

/** What is no number: it may hold anything, and nothing. */
const isWords = ({ kind }: Param) => kind === "text" || kind === "nodes";

function readSize(param: Param, typed: string): Parsed {
  if (param.choices.includes(typed)) return { ok: true, value: typed };
  const parts = typed.replace(/^[([]|[)\]]$/g, "").split(/\s*[,x×]\s*/);
  const sizes: number[] = [];
  for (const part of parts) {
    const parsed = inRange(param, part, readWhole(part), sizeWords(param));
    if (!parsed.ok) return parsed;
    sizes.push(parsed.value as number);
  }
  return { ok: true, value: sizes.length === 1 ? (sizes[0] as number) : sizes };
}

function sizeWords(param: Param): string {
  const words = "a whole number, or one per axis such as 3, 5";
  return param.choices.length ? `${words}, or ${param.choices.join(" or ")}` : words;
}

function inRange(param: Param, typed: string, value: number | null, expected: string): Parsed {
  if (value === null) return refused(`Expected ${expected}, got "${typed}".`);
  if (param.minimum !== null && value < param.minimum) return refused(`At least ${plain(param.minimum)}.`);
  if (param.maximum !== null && value > param.maximum) return refused(`At most ${plain(param.maximum)}.`);
  return { ok: true, value };
}

const oneOf = (param: Param) => `Expected one of: ${param.choices.join(", ")}.`;
const plain = (limit: number) => limit.toLocaleString("en");
const refused = (message: string): Parsed => ({ ok: false, message });

function readWhole(typed: string): number | null {
  const value = readNumber(typed);
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

function readNumber(typed: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : null;
}

const LINE_LETTERS = 30;

/** The one line under a node's name: what was chosen, and the sizes that say most. */
export function mainParams(params: readonly Param[], given: Record<string, Value>): string {
  const shown = params.filter(
    (param) => !param.inferred && isTelling(param, given[param.name]) && matters(param, { params, given }),
  );
  const value = (param: Param) => shownValue(given[param.name] ?? param.default);
  const named = (param: Param) => `${param.name}=${value(param)}`;
  const line = shown.map(named).join(" ");
  if (line.length <= LINE_LETTERS) return line;
  // Too long for a node: as in a call in Python, what comes first needs no name; as few do without as will fit.
  const open = params.filter((param) => !param.inferred);
  const bare = shown.findIndex((param, index) => param !== open[index]);
  const most = bare === -1 ? shown.length : bare;
  const call = (nameless: number) =>
    shown.map((param, index) => (index < nameless ? value(param) : named(param))).join(", ");
  const counts = Array.from({ length: most + 1 }, (_, many) => many);
  return call(counts.find((many) => call(many).length <= LINE_LETTERS) ?? most);
}

// An expression stands after an = of its own: once is enough.
const shownValue = (value: Value) => (isExpression(value) ? value.slice(1).trim() : formatValue(value));

function isTelling(param: Param, value: Value | undefined): boolean {
  if (param.required || (value !== undefined && value !== param.default)) return true;
  return /(features|channels|kernel_size|^p$|^lr$|optimizer)/.test(param.name) && param.default !== null;
}
