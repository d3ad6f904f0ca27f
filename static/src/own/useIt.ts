import { addNode } from "../commands/actions/add-node";
import { useWanted } from "../commands/actions/bring-data";
import { act } from "../commands/command";
import { blockOf } from "../document/reading/blocks";
import { OWN_DATA } from "../document/reading/ownData";
import { type Editor, useEditor } from "../editor";
import { notify } from "../parts/notices";
import type { Version } from "./data";

/** Has the node that the window was opened from, or a new one, give a version of the data; one step of undo. */
export function useIt(): (version: Version) => void {
  const editor = useEditor();
  return (version) => {
    put(editor, version);
    editor.view.setState({ dialog: null });
  };
}

/** Sets the data of the node, or adds one. */
export function put(editor: Editor, { version, schema }: Pick<Version, "version" | "schema">): void {
  const { graph, view } = editor;
  const { node, block, at } = useWanted.getState();
  const params = { data: version, schema };
  const known = node === null ? undefined : blockOf(graph.document, block).nodes[node];
  const type = view.getState().catalog.get(OWN_DATA);
  if (node !== null && known?.type === OWN_DATA) {
    graph.changeIn(block, () => {
      for (const [name, value] of Object.entries(params)) graph.setParam(node, name, value);
    });
  } else if (type) act(editor, addNode, { type, params, ...(at ? { at } : {}) });
  else notify({ title: "The server knows no node for own data", text: "Load the page anew.", tone: "error" });
}
