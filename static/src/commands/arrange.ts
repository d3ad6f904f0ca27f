import { Network } from "lucide-react";
import { factsNow } from "../editor";
import type { Command } from "./command";

export const command: Command = {
  id: "arrange",
  label: "Arrange",
  group: "View",
  icon: Network,
  keys: ["Mod+L"],
  toolbar: 3,
  isAvailable: ({ graph }) => Object.keys(graph.block.nodes).length > 1,
  async perform(editor) {
    const { graph } = editor;
    const { arrange } = await import("../document/layout/arrange");
    graph.move(await arrange(graph.block, factsNow(editor), editor.camera?.aspectRatio() ?? 1.6));
    requestAnimationFrame(() => editor.camera?.fit()); // once they are drawn there
  },
};
