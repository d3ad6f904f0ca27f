import { useReactFlow, useStoreApi, type Viewport } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { areClose, type Box } from "../document/layout/free";
import { useEditor } from "../editor";
import { boxOf } from "./far/boxes";
import { LIST_ID } from "./far/NodeList";
import { clearest, viewOf } from "./fitting";
import type { FlowNode } from "./flow";
import { boxOf as wayBox } from "./routes";
import { obstacleOf, type Ways, type WaysStore } from "./useWays";

export const ZOOM = { min: 0.05, max: 2.5 } as const;

const NEAR = 0.8;
const FITTED = { least: ZOOM.min, most: 1.1 } as const;
const CLEAR_PX = 8;

/** The whole of a block in the canvas: nodes, the pictures that hang below them, and wires, clear of what lies over it. */
export function wholeOf(nodes: readonly FlowNode[], ways: Ways["ways"], canvas: HTMLElement): Viewport {
  const { clientWidth: width, clientHeight: height } = canvas;
  return viewOf([...nodePartsOf(nodes), ...wirePartsOf(ways)], { width, height }, lyingOver(canvas), FITTED);
}

function nodePartsOf(nodes: readonly FlowNode[]): Box[] {
  const sizes = sizesOf(nodes);
  return nodes.map((node) => {
    const { box, below } = obstacleOf(node);
    const height = Math.max(box.bottom - box.top + below, sizes.get(node.id)?.height ?? 0);
    return { x: box.left, y: box.top, width: box.right - box.left, height };
  });
}

function wirePartsOf(ways: Ways["ways"]): Box[] {
  return [...ways.values()].map((way) => {
    const { left, top, right, bottom } = wayBox(way);
    return { x: left, y: top, width: right - left, height: bottom - top };
  });
}

/** Where on the canvas something lies that is marked to lie over it: banners, the way to a block, a panel on a tablet. */
function lyingOver(canvas: HTMLElement): Box[] {
  const pane = canvas.getBoundingClientRect();
  return [...document.querySelectorAll("[data-over-canvas]")].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const meets = areClose({ x, y, width, height }, pane);
    return meets ? [{ x: x - pane.x, y: y - pane.y, width, height }] : [];
  });
}

/** Lets commands move what is seen of the drawing. React Flow is not told of nodes that it need not mount. */
export function useCamera(nodes: readonly FlowNode[], ways: WaysStore): void {
  const editor = useEditor();
  const flow = useReactFlow();
  const store = useStoreApi();
  const drawn = useRef(nodes);
  drawn.current = nodes;
  useEffect(() => {
    const duration = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200);
    const boxOfNode = (id: string) => {
      const node = drawn.current.find((known) => known.id === id);
      return node && boxOf(node);
    };
    editor.camera = {
      fit() {
        const canvas = document.getElementById("canvas");
        if (!canvas) return;
        const whole = wholeOf(drawn.current, ways.getState().ways, canvas);
        void flow.setViewport(whole, { duration: duration() });
      },
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
      panBy(x, y) {
        const now = flow.getViewport();
        void flow.setViewport({ ...now, x: now.x - x, y: now.y - y });
      },
      placeOf(clientX, clientY) {
        const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
        return [x, y];
      },
      clearView() {
        const { width, height, transform } = store.getState();
        const canvas = document.getElementById("canvas");
        const clear = clearest({ x: 0, y: 0, width, height }, canvas ? lyingOver(canvas) : []);
        const [x, y, zoom] = transform;
        return {
          x: (clear.x + CLEAR_PX - x) / zoom,
          y: (clear.y + CLEAR_PX - y) / zoom,
          width: (clear.width - 2 * CLEAR_PX) / zoom,
          height: (clear.height - 2 * CLEAR_PX) / zoom,
        };
      },
      sizes: () => sizesOf(drawn.current),
      show(node) {
        requestAnimationFrame(() => {
          const box = boxOfNode(node);
          if (box && !isSeen(node)) {
            const zoom = Math.max(flow.getZoom(), NEAR);
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            void flow.setCenter(x, y, { zoom, duration: duration() });
          }
          soon(() => focusOn(elementOf(node)));
        });
      },
      focus(node) {
        if (node === null) document.getElementById("canvas")?.focus();
        else soon(() => focusOn(elementOf(node) ?? document.getElementById(LIST_ID)));
      },
      aspectRatio() {
        const { width, height } = store.getState();
        return height ? width / height : 1.6;
      },
    };
    return () => {
      editor.camera = null;
    };
  }, [editor, flow, store, ways]);
}

const PATIENCE_FRAMES = 30;

// A node is mounted some frames after its block was opened, or after the camera turned to it.
function soon(isDone: () => boolean, frames = PATIENCE_FRAMES): void {
  if (!isDone() && frames > 0) requestAnimationFrame(() => soon(isDone, frames - 1));
}

function focusOn(element: HTMLElement | null): boolean {
  element?.focus({ preventScroll: true });
  return element !== null;
}

const elementOf = (node: string) =>
  document.querySelector<HTMLElement>(`#canvas .react-flow__node[data-id="${CSS.escape(node)}"]`);

function isSeen(node: string): boolean {
  const box = elementOf(node)?.getBoundingClientRect();
  const pane = document.getElementById("canvas")?.getBoundingClientRect();
  if (!box || !pane) return false;
  return box.left >= pane.left && box.right <= pane.right && box.top >= pane.top && box.bottom <= pane.bottom;
}

/** What each node covers: as it was measured, with the picture that hangs below it. */
function sizesOf(nodes: readonly FlowNode[]): Map<string, Pick<Box, "width" | "height">> {
  const pictures = new Map(
    [...document.querySelectorAll<HTMLElement>("#canvas .node-picture")].map((picture) => [
      picture.closest<HTMLElement>(".react-flow__node")?.dataset.id,
      picture.offsetTop + picture.offsetHeight,
    ]),
  );
  return new Map(
    nodes.map((node) => {
      const { width, height } = boxOf(node);
      return [node.id, { width, height: pictures.get(node.id) ?? height }];
    }),
  );
}
