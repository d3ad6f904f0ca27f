import type { Document } from "../../types/generated";

/** For each line of source, whether it is about one of these nodes of a block. */
export function markLines(
  lines: readonly string[],
  ids: readonly string[],
  document: Document,
  block: string,
): boolean[] {
  const others = Object.keys(document.blocks).filter((name) => name !== document.main);
  const blocks = new Set(others.map(plainName));
  const homes = homesOf(lines).map((home) => (blocks.has(home) ? home : ""));
  const home = block === document.main ? "" : plainName(block);
  return lines.map((line, index) => homes[index] === home && ids.some((id) => mentions(line, id)));
}

/** True when a line of source is about this node. */
function mentions(line: string, id: string): boolean {
  return new RegExp(`(\\bself\\.${id}\\b|\\b${id}\\b\\s*=[^=])`).test(line);
}

// A block called conv_relu is the class ConvRelu.
const plainName = (name: string) => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();

/** The class that each line is in, by its plain name; nothing for what stands outside of classes. */
function homesOf(lines: readonly string[]): string[] {
  let home = "";
  return lines.map((line) => {
    const [, name] = /^class (\w+)/.exec(line) ?? [];
    if (/^\S/.test(line)) home = plainName(name ?? "");
    return home;
  });
}
