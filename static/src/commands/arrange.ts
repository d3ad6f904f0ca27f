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
    const { graph, view, camera } = editor;
    const { arrange } = await import("../canvas/arrange");
    const { positions, routes } = await arrange(graph.block, factsNow(editor), camera?.aspectRatio() ?? 1.6);
    graph.move(positions);
    view.setState({ routes });
    camera?.fit();
  },
};
