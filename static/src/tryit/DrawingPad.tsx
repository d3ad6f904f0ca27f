import "./tryit.css";
import { Eraser } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useIsDark } from "../run/charts/theme";
import { cellCentre, moveCell, PAD_CELLS, PAD_SIZE, type Pad, type Point, padPoint } from "./pad";

interface DrawingPadProps {
  pad: Pad;
  /** Told of every change. */
  onDraw: () => void;
}

/** A square to draw in, by mouse, finger or keyboard. */
export function DrawingPad({ pad, onDraw }: DrawingPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Point | null>(null);
  const [cell, setCell] = useState<Point | null>(null);
  const isDark = useIsDark();

  useEffect(() => paint(canvas.current, pad, isDark), [pad, isDark]);

  const drawTo = (point: Point) => {
    pad.stroke(last.current ?? point, point);
    last.current = point;
    show();
  };
  const show = () => {
    paint(canvas.current, pad, isDark);
    onDraw();
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointerdown") {
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = null;
    } else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const moves = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const move of moves.length > 0 ? moves : [event.nativeEvent]) drawTo(padPoint(move, box));
  };
  const onKey = (event: KeyboardEvent) => {
    const here = cell ?? { x: PAD_CELLS / 2, y: PAD_CELLS / 2 };
    const isPainting = event.key === " " || event.shiftKey;
    if (event.key !== " " && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const there = moveCell(here, event.key);
    setCell(there);
    if (!isPainting) return;
    last.current = cellCentre(here);
    drawTo(cellCentre(there));
    last.current = null;
  };
  const clear = () => {
    pad.clear();
    last.current = null;
    show();
  };
  return (
    <div className="tryit-pad">
      <div
        className="tryit-paper"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys and space draw here
        tabIndex={0}
        aria-label="Drawing pad. Arrow keys move, space paints, Shift with an arrow draws a line."
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKey}
        onBlur={() => setCell(null)}
      >
        <canvas ref={canvas} width={PAD_SIZE} height={PAD_SIZE} />
        {cell && <span className="tryit-cursor" style={cursorPlace(cell)} />}
      </div>
      <button type="button" className="tryit-button" onClick={clear}>
        <Eraser aria-hidden size={14} /> Clear
      </button>
    </div>
  );
}

function cursorPlace(cell: Point) {
  const percent = 100 / PAD_CELLS;
  return {
    left: `${cell.x * percent}%`,
    top: `${cell.y * percent}%`,
    width: `${percent}%`,
    height: `${percent}%`,
  };
}

/** Ink is light on a dark page and dark on a light one; paper is see-through. */
function paint(canvas: HTMLCanvasElement | null, pad: Pad, isDark: boolean): void {
  const context = canvas?.getContext("2d");
  if (!context) return;
  const image = context.createImageData(PAD_SIZE, PAD_SIZE);
  pad.ink.forEach((ink, i) => {
    image.data.fill(isDark ? 235 : 20, i * 4, i * 4 + 3);
    image.data[i * 4 + 3] = ink;
  });
  context.putImageData(image, 0, 0);
}
