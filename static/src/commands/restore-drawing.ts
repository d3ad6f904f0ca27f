import { History } from "lucide-react";
import { notify } from "../parts/notices";
import type { Command } from "./command";

export const command: Command = {
  id: "restore-drawing",
  label: "Restore the drawing of this run",
  group: "Edit",
  icon: History,
  isForReaders: true, // what is shown can't be changed; what is worked on can
  isAvailable: ({ past, config }) => past !== undefined && config.page === "editor",
  perform({ past, graph }) {
    past?.live.graph.restore(graph.document);
    notify({ title: "The drawing of this run is restored", text: "Undo gives back the one before." });
  },
};
