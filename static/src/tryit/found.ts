import type { AnswerKind, FieldKind, Kind, ToldKind } from "./kinds";

const fields = import.meta.glob<FieldKind>("./fields/*.tsx", { eager: true, import: "field" });
const answers = import.meta.glob<AnswerKind>("./answers/*.tsx", { eager: true, import: "answer" });

/** Every way of giving something, by the kind of the field. */
export const FIELDS: ReadonlyMap<Kind, FieldKind> = collect<Kind, FieldKind>("fields", fields);
/** Every way of showing an answer, by its kind. */
export const ANSWERS: ReadonlyMap<ToldKind, AnswerKind> = collect<ToldKind, AnswerKind>("answers", answers);

function collect<K extends string, T extends { key: K }>(
  folder: string,
  found: Record<string, T>,
): Map<K, T> {
  const kinds = new Map<K, T>();
  for (const [path, kind] of Object.entries(found)) {
    if (path !== `./${folder}/${kind.key}.tsx`) throw new Error(`${path} is of the kind ${kind.key}`);
    kinds.set(kind.key, kind);
  }
  return kinds;
}
