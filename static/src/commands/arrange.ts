import { Network } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "arrange",
  label: "Arrange",
  group: "View",
  icon: Network,
  keys: ["Mod+L"],
  toolbar: 3,
  isAvailable: ({ graph }) => Object.keys(graph.block.nodes).length > 1,
  async perform({ graph, view, camera }) {
    const { arrange } = await import("../canvas/arrange");
    const { positions, routes } = await arrange(
      graph.block,
      view.getState().catalog,
      camera?.aspectRatio() ?? 1.6,
    );
    graph.move(positions);
    view.setState({ routes });
    camera?.fit();
  },
};
