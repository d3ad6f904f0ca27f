import type { NodeType } from "../../types/generated";

// A node's id is an attribute name in the compiled Python.
const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Why `id` can't name a node (a block, a parameter), as a sentence; null when it can. */
export function refuseId(id: string, taken: Iterable<string>, what = "node"): string | null {
  if (id === "") return `A ${what} needs a name.`;
  if (id.length > 64) return "Use at most 64 characters.";
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(id))
    return "Use letters, digits and _ only, and start with a letter: it becomes a name in the Python code.";
  if (KEYWORDS.has(id)) return `${id} is a word of the Python language. Choose another name.`;
  if (new Set(taken).has(id)) return `Another ${what} is already named ${id}.`;
  return null;
}

/** A free id that reads well in code: `conv1`, `max_pool2`, `loss`, `loss2`. */
export function freshId(type: NodeType, taken: Iterable<string>): string {
  const used = new Set(taken);
  const base = baseName(type);
  const isCounted = type.role === "layer";
  for (let n = 1; ; n++) {
    const id = n === 1 && !isCounted ? base : `${base}${n}`;
    if (refuseId(id, used) === null) return id;
  }
}

/** A free id like `id`: the same if it is free, else the next number. */
export function freeId(id: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(id)) return id;
  const [, stem = id, digits] = /^(.*?)(\d*)$/.exec(id) ?? [];
  for (let n = Number(digits || 1) + 1; ; n++) if (!used.has(`${stem}${n}`)) return `${stem}${n}`;
}

function baseName(type: NodeType): string {
  if (type.role === "loss") return type.role;
  return snakeCase(type.type.replace(/\d+d$/i, ""));
}

/** A name as Python writes those of values: `MaxPool` as `max_pool`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z][a-z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/\W/g, "_")
    .toLowerCase();
}
