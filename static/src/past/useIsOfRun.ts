import { useEditor, useView } from "../editor";
import { useLiveView } from "../run/live/live";
import { usePast } from "./past";

/** Whether what the run looked at has to show of a node of the open block is true of what is on the canvas. */
export function useIsOfRun(node: string): boolean {
  const { past } = useEditor();
  const block = useView((view) => view.block);
  const isLooked = useLiveView(({ runId }) => past === undefined || past.run === runId);
  return usePast(({ kept }) => (past ? isLooked : kept.get(block)?.has(node) === true));
}
