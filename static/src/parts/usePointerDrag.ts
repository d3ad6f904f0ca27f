import { type MouseEvent, type PointerEvent, useRef, useState } from "react";

const FROM_PX = 6;

/**
 * Dragging something out of a list, by mouse, pen or finger.
 *
 * The browser's own drag and drop does not work by touch, so the pointer is captured instead.
 */
export function usePointerDrag(onDrop: (x: number, y: number) => void, onChoose: () => void) {
  const start = useRef<{ x: number; y: number } | null>(null);
  const hasMoved = useRef(false);
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const end = () => {
    start.current = null;
    setAt(null);
  };
  const handlers = {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY };
      hasMoved.current = false;
    },
    onPointerMove({ clientX: x, clientY: y }: PointerEvent) {
      if (!start.current) return;
      hasMoved.current ||= Math.hypot(x - start.current.x, y - start.current.y) > FROM_PX;
      if (hasMoved.current) setAt({ x, y });
    },
    onPointerUp({ clientX, clientY }: PointerEvent) {
      if (start.current && hasMoved.current) onDrop(clientX, clientY);
      end();
    },
    onPointerCancel: end,
    onClick(event: MouseEvent) {
      // A click without a pointer (detail 0) comes from the keyboard, whatever was dragged before.
      if (event.detail === 0 || !hasMoved.current) onChoose();
    },
  };
  return { at, handlers };
}
