import type { Problem } from "../../types/generated";

/** Whether a problem of a node speaks of one of its fields, or is mended there. */
export function isNamed({ message, fix }: Problem, node: string, name: string): boolean {
  const words = message.split(/\W+/);
  const isEdited = fix?.edits.some(
    (edit) => "name" in edit && "id" in edit && edit.id === node && edit.name === name,
  );
  return isEdited === true || words.includes(name);
}
