import type { Edit, Graph } from "./graph";

/** Makes one edit of a problem's fix. */
export function applyEdit(graph: Graph, edit: Edit): void {
  if (edit.op === "add_node") graph.addNode(edit.id, { ...edit, note: "" });
  else if (edit.op === "remove_node") graph.removeNodes([edit.id]);
  else if (edit.op === "connect") graph.connect(edit.target, edit.source);
  else if (edit.op === "disconnect") graph.disconnect([edit.target]);
  else if (edit.op === "set_param") graph.setParam(edit.id, edit.name, edit.value);
  else if (edit.op === "set_training") graph.setTraining(edit.name, edit.value);
  else graph.unsetParam(edit.id, edit.name);
}
