import { type PointerEvent, useEffect, useState } from "react";
import type { Question } from "./predict";

/** Data sets of points lie within this distance of the middle. */
const REACH = 2;
const STEP = 0.05;

/** Chooses a few numbers: a square to click in for two of them, and a slider for each. */
export function PointPad({ count, onChoose }: { count: number; onChoose: (question: Question) => void }) {
  const [values, setValues] = useState<number[]>(() => Array.from({ length: count }, () => 0));
  useEffect(() => onChoose({ values }), [values, onChoose]);
  const setOne = (index: number, value: number) =>
    setValues((before) => before.map((each, i) => (i === index ? value : each)));
  return (
    <div className="tryit-pad">
      {count === 2 && <Square x={values[0] ?? 0} y={values[1] ?? 0} onPick={(x, y) => setValues([x, y])} />}
      {values.map((value, i) => (
        <label key={nameOf(i, count)} className="tryit-slider">
          <span>{nameOf(i, count)}</span>
          <input
            type="range"
            min={-REACH}
            max={REACH}
            step={STEP}
            value={value}
            onChange={({ target }) => setOne(i, target.valueAsNumber)}
          />
          <output>{value.toFixed(2)}</output>
        </label>
      ))}
    </div>
  );
}

function Square({ x, y, onPick }: { x: number; y: number; onPick: (x: number, y: number) => void }) {
  const pick = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const across = (part: number) => Math.round((Math.max(0, Math.min(1, part)) * 2 - 1) * REACH * 100) / 100;
    onPick(across((event.clientX - box.left) / box.width), -across((event.clientY - box.top) / box.height));
  };
  return (
    <div className="tryit-paper tryit-square" aria-hidden="true" onPointerDown={pick} onPointerMove={pick}>
      <span
        className="tryit-point"
        style={{ left: `${(x / REACH / 2 + 0.5) * 100}%`, top: `${(0.5 - y / REACH / 2) * 100}%` }}
      />
    </div>
  );
}

function nameOf(index: number, count: number): string {
  return count === 2 ? (["x", "y"][index] as string) : `value ${index + 1}`;
}
