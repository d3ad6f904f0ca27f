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
  perform({ view }) {
    flushSync(() => view.setState({ isInspectorOpen: true }));
    soon(focusOnField);
  },
};

const PATIENCE_FRAMES = 60;

// What a node's form is made of comes with the first touch of a hand.
function soon(isDone: () => boolean, frames = PATIENCE_FRAMES): void {
  if (!isDone() && frames > 0) requestAnimationFrame(() => soon(isDone, frames - 1));
}

function focusOnField(): boolean {
  const fields = document.querySelectorAll<HTMLElement>(
    ".inspector [aria-label=Parameters] :is(input, select)",
  );
  const field = fields[1] ?? fields[0]; // the first is the node's name
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  return field !== undefined;
}
