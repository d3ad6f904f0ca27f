import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { useEditor, useView } from "../editor";

const NEAR = 0.8;

/** How the whole of a block is shown: with room for the way to it, where there is one. */
export function fitOptions(isMain: boolean) {
  const around = 0.06;
  const beside = "52px"; // for the controls, and for wires that turn back to the next row
  const top = isMain ? around : "60px";
  return { padding: { top, right: beside, bottom: around, left: beside }, maxZoom: 1.1 } as const;
}

/** Lets commands move what is seen of the drawing. */
export function useCamera(): void {
  const editor = useEditor();
  const flow = useReactFlow();
  const store = useStoreApi();
  const isMain = useView((view) => view.block === view.document.main);
  useEffect(() => {
    const duration = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200);
    editor.camera = {
      fit: () => void flow.fitView({ ...fitOptions(isMain), duration: duration() }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
      placeOf(clientX, clientY) {
        const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
        return [x, y];
      },
      centre() {
        const { width, height, transform } = store.getState();
        const [x, y, zoom] = transform;
        return [(width / 2 - x) / zoom, (height / 2 - y) / zoom];
      },
      show(node) {
        requestAnimationFrame(() => {
          if (!isSeen(node)) {
            const zoom = Math.max(flow.getZoom(), NEAR);
            void flow.fitView({ nodes: [{ id: node }], minZoom: zoom, maxZoom: zoom, duration: duration() });
          }
          focusSoon(node);
        });
      },
      focus: (node) => focusSoon(node),
      aspectRatio() {
        const { width, height } = store.getState();
        return height ? width / height : 1.6;
      },
    };
    return () => {
      editor.camera = null;
    };
  }, [editor, flow, store, isMain]);
}

const PATIENCE_FRAMES = 30;

// A node is mounted some frames after its block was opened, or after the camera turned to it.
function focusSoon(node: string, frames = PATIENCE_FRAMES): void {
  const element = elementOf(node);
  if (element) element.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusSoon(node, frames - 1));
}

const elementOf = (node: string) =>
  document.querySelector<HTMLElement>(`#canvas .react-flow__node[data-id="${CSS.escape(node)}"]`);

function isSeen(node: string): boolean {
  const box = elementOf(node)?.getBoundingClientRect();
  const pane = document.getElementById("canvas")?.getBoundingClientRect();
  if (!box || !pane) return false;
  return box.left >= pane.left && box.right <= pane.right && box.top >= pane.top && box.bottom <= pane.bottom;
}
