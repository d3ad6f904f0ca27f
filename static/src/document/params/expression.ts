import type { Value } from "./value";

// A parameter may be computed from those of the block around it: "=2 * width".

const NAME = /[A-Za-z_]\w*/g;
const TOKEN = /\s*(\/\/|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|\*\*|[-+*/%()])/y;

/** True for a value that is computed from the block's parameters. */
export function isExpression(value: Value | undefined): value is string {
  return typeof value === "string" && value.startsWith("=");
}

/** The parameters that a value is computed from. */
export function namesIn(value: Value | undefined): string[] {
  return isExpression(value) ? [...new Set(value.match(NAME) ?? [])] : [];
}

/** The same value after a parameter was renamed. */
export function renameIn(value: Value, name: string, wanted: string): Value {
  return isExpression(value) ? value.replace(NAME, (found) => (found === name ? wanted : found)) : value;
}

/**
 * A value with the block's parameters put in: a number once every name is known, an expression while the
 * values put in are expressions themselves. Undefined when it can't be worked out.
 */
export function putIn(value: Value, values: Readonly<Record<string, Value>>): Value | undefined {
  if (!isExpression(value)) return value;
  const alone = value.slice(1).trim();
  if (alone in values) return values[alone];
  let isKnown = true;
  const text = value.replace(NAME, (name) => {
    const given = values[name];
    if (isExpression(given)) return grouped(given.slice(1).trim());
    if (typeof given !== "number") isKnown = false;
    return typeof given === "number" && given < 0 ? `(${given})` : String(given);
  });
  if (!isKnown) return undefined;
  return namesIn(text).length > 0 ? text : (workOut(text.slice(1).trim()) ?? undefined);
}

const grouped = (text: string) => (/^\w+$/.test(text) ? text : `(${text})`);

/** A number or, of `(2 * 4, -1)`, sizes; null when it is neither. */
function workOut(text: string): Value {
  const sizes = elements(text)?.map(compute);
  if (!sizes) return compute(text);
  return sizes.every((size) => size !== null) ? sizes.map(Math.trunc) : null;
}

// What stands between the commas of a tuple; null for what is no tuple.
function elements(text: string): string[] | null {
  const inner = /^\((.*)\)$/s.exec(text)?.[1];
  if (inner === undefined) return null;
  const parts = [""];
  let depth = 0;
  for (const letter of inner) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (depth < 0) return null;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  if (parts.length > 1 && parts.at(-1)?.trim() === "") parts.pop();
  else if (parts.length === 1) return null;
  return parts;
}

/** The number that Python's arithmetic gives for a text without names; null when it is none. */
export function compute(text: string): number | null {
  const tokens = readTokens(text);
  if (!tokens) return null;
  let at = 0;
  const take = (...wanted: string[]) => (wanted.includes(tokens[at] ?? "") ? tokens[at++] : undefined);
  const sum = (): number => {
    let value = product();
    for (let sign = take("+", "-"); sign; sign = take("+", "-"))
      value = sign === "+" ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = signed();
    for (let sign = take("*", "/", "//", "%"); sign; sign = take("*", "/", "//", "%"))
      value = multiplied(value, sign, signed());
    return value;
  };
  const signed = (): number => {
    if (take("-")) return -signed();
    const base = single();
    return take("**") ? base ** signed() : base;
  };
  const single = (): number => {
    if (!take("(")) return Number(tokens[at++] ?? Number.NaN);
    const value = sum();
    return take(")") ? value : Number.NaN;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}

function multiplied(value: number, sign: string, by: number): number {
  if (sign === "*") return value * by;
  if (sign === "/") return value / by;
  const floored = Math.floor(value / by);
  return sign === "//" ? floored : value - floored * by;
}

function readTokens(text: string): string[] | null {
  const tokens: string[] = [];
  const reader = new RegExp(TOKEN);
  while (reader.lastIndex < text.trimEnd().length) {
    const token = reader.exec(text)?.[1];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens;
}
