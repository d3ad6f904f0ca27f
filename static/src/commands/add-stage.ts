import { ListPlus } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "add-stage",
  label: "Add a stage to the training",
  group: "Edit",
  icon: ListPlus,
  async perform(editor) {
    const { addStage } = await import("./actions/edit-stages"); // no first look needs it
    addStage.perform(editor, null);
  },
};
