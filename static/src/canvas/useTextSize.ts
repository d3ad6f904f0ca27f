import { useStoreApi } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";

/** Nearer than this, everything that stands on a node has room; farther than the other, only its name has. */
const ALL_ZOOM = 0.8;
const FEW_ZOOM = 0.5;
/** Labels of wires were given places for their size at zoom 1: they can't grow, or they would lie over each other. */
const LABELS_ZOOM = 1;
/** Text is not laid out anew for every pixel that the camera moves. */
const STEPS = 40;

/**
 * Keeps text on nodes at the least size that can be read, however small nodes are drawn: `--px` is then at most a pixel
 * of the page, in pixels of the drawing, and `data-text` says how much there is room for.
 */
export function useTextSize(canvas: RefObject<HTMLElement | null>, first: number | undefined): void {
  const flow = useStoreApi();
  useLayoutEffect(() => {
    let before = "";
    const tell = (zoom: number) => {
      const least = Math.max(1, Math.floor(zoom * STEPS)) / STEPS;
      const px = `${1 / least}px`;
      if (!canvas.current || px === before) return;
      before = px;
      canvas.current.style.setProperty("--px", px);
      canvas.current.dataset.text = amountAt(zoom);
      canvas.current.dataset.labels = zoom >= LABELS_ZOOM ? "shown" : "hidden";
    };
    const now = () => flow.getState().transform[2];
    if (first !== undefined) tell(flow.getState().panZoom ? now() : first);
    return flow.subscribe(({ panZoom }) => panZoom && tell(now()));
  }, [flow, canvas, first]);
}

/** How much of what a node says is shown at a zoom. */
export function amountAt(zoom: number): "all" | "few" | "names" {
  if (zoom >= ALL_ZOOM) return "all";
  return zoom >= FEW_ZOOM ? "few" : "names";
}
