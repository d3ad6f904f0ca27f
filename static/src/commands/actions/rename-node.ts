import type { Action } from "../command";

/** Gives a node another name; its wires and the selection follow. */
export const renameNode: Action<{ node: string; name: string }> = {
  id: "rename-node",
  label: "Rename",
  perform({ graph, view }, { node, name }) {
    graph.rename(node, name);
    view.setState({ selection: [name] });
  },
};
