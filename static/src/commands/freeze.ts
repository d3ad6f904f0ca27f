import { Lock } from "lucide-react";
import { notify } from "../parts/notices";
import type { Command } from "./command";

export const command: Command = {
  id: "freeze",
  label: "Freeze the selection, or unfreeze it",
  group: "Edit",
  icon: Lock,
  keys: ["L"],
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  async perform({ graph, view }) {
    const { selection } = view.getState(); // another may be made while the code comes
    const { refuseFreeze, toggleFrozen } = await import("../document/stages/freeze"); // no first look needs it
    const refusal = refuseFreeze(view.getState(), selection);
    if (refusal) return notify({ title: "Nothing to freeze here", text: refusal });
    toggleFrozen(graph, view.getState(), selection);
  },
};
