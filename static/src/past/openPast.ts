import { keepChecked } from "../document/check/check";
import { Graph } from "../document/graph/graph";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import type { Document } from "../types/generated";

const NOBODY_ELSE = { point() {}, leave() {} };

/**
 * An editor of the drawing that a run was trained with. It is read like any other, by canvas, inspector and code;
 * it joins no room and takes no edits. How the page is laid out is that of the live one.
 */
export function openPast(live: Editor, run: string, document: Document): Editor {
  const graph = new Graph();
  graph.load(document);
  const { name, theme } = live.view.getState();
  const view = createView(graph, { name, theme, isReadOnly: true }, live.view.shared);
  const leaveCheck = keepChecked(graph, view, live.server);
  const leave = () => {
    leaveCheck();
    view.leave();
  };
  return { ...live, graph, view, room: NOBODY_ELSE, camera: null, past: { run, live, leave } };
}
