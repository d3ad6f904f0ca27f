import type { Node } from "../../types/generated";

/** The type of a node that gives somebody's own data. */
export const OWN_DATA = "OwnData";

/** What is chosen among files, not typed. */
export const CHOSEN: readonly string[] = ["data", "schema"];

/** What the data of such a node are called; null where it has none. */
export function nameOfData({ schema }: Node["params"]): string | null {
  try {
    return (JSON.parse(String(schema)) as { name: string }).name;
  } catch {
    return null;
  }
}
