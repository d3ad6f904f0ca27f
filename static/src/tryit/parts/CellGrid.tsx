import "./cells.css";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { Raster } from "../../run/looks/parts/Raster";
import { type Cell, cellAt, cellsBetween, stepped } from "./cells";

interface CellGridProps {
  rows: number;
  columns: number;
  /** The colour of each cell, row by row. */
  pixels: Uint32Array<ArrayBuffer>;
  /** What it is, for who does not see it. */
  label: string;
  /** What a cell holds, in words. */
  words: (cell: Cell) => string;
  /** A stroke over some cells; `isFirst` where a hand sets it on. */
  onStroke: (cells: Cell[], isFirst: boolean) => void;
  /** The longest side, in pixels of the page. */
  side?: number | undefined;
  /** What lies below it. */
  children?: ReactNode;
}

/** A thumb needs larger cells than a mouse. */
const SIDE_PX = window.matchMedia?.("(pointer: coarse)").matches ? 280 : 156;
const LINES_FROM_PX = 7;
/** Cells of a long strip are stretched, so that a hand meets them. */
const [STRIP, LOWEST_PX] = [2.5, 12];

/** Cells to be painted or tapped, by mouse, finger or keyboard. */
export function CellGrid({
  rows,
  columns,
  pixels,
  label,
  words,
  onStroke,
  side = SIDE_PX,
  children,
}: CellGridProps) {
  const last = useRef<Cell | null>(null);
  const [cell, setCell] = useState<Cell | null>(null);
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const isFirst = event.type === "pointerdown";
    if (isFirst) event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const here = cellAt(event, box, rows, columns);
    const before = isFirst ? null : last.current;
    if (before && before.row === here.row && before.column === here.column) return;
    last.current = here;
    onStroke(before ? cellsBetween(before, here).slice(1) : [here], isFirst);
  };
  const onKey = (event: KeyboardEvent) => {
    const here = cell ?? { row: 0, column: 0 };
    if (event.key !== " " && event.key !== "Enter" && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const there = stepped(here, event.key, rows, columns);
    setCell(there);
    if (event.key === " " || event.key === "Enter" || event.shiftKey) onStroke([there], !event.shiftKey);
  };
  const px = side / Math.max(rows, columns);
  const high = columns > STRIP * rows ? Math.max(px, LOWEST_PX) : px;
  const style = {
    width: columns * px,
    height: rows * high,
    "--cell": `${px}px`,
    "--high": `${high}px`,
  };
  return (
    <div
      className="cell-grid"
      data-lined={px >= LINES_FROM_PX}
      style={style}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys and space work here
      tabIndex={0}
      aria-label={`${label}. Arrow keys move, space sets a cell.`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={onKey}
      onBlur={() => setCell(null)}
    >
      {children}
      <Raster width={columns} height={rows} pixels={pixels} />
      {cell && <span className="tryit-cursor" style={cursorPlace(cell, rows, columns)} />}
      <span className="cell-words" aria-live="polite">
        {cell && `Row ${cell.row + 1}, column ${cell.column + 1}: ${words(cell)}`}
      </span>
    </div>
  );
}

function cursorPlace({ row, column }: Cell, rows: number, columns: number) {
  return {
    left: `${(100 * column) / columns}%`,
    top: `${(100 * row) / rows}%`,
    width: `${100 / columns}%`,
    height: `${100 / rows}%`,
  };
}
