import { SlidersHorizontal } from "lucide-react";
import { flushSync } from "react-dom";
import type { Command } from "./command";

export const command: Command = {
  id: "edit-node",
  label: "Set the parameters of the selected node",
  group: "Edit",
  icon: SlidersHorizontal,
  keys: ["E"],
  isForReaders: true,
  isAvailable: ({ view }) => view.getState().selection.length === 1,
  async perform({ view }) {
    flushSync(() => view.setState({ isInspectorOpen: true }));
    const fields = await fieldsOfInspector();
    const field = fields[1] ?? fields[0]; // the first is the node's name
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  },
};

/** The fields once they are there: the first time, the code of the form may still be on its way. */
async function fieldsOfInspector(): Promise<HTMLElement[]> {
  for (let frame = 0; ; frame++) {
    const fields = document.querySelectorAll<HTMLElement>(".inspector :is(input, select)");
    if (fields.length > 0 || frame > 300) return [...fields];
    await new Promise(requestAnimationFrame);
  }
}
