import { type PointerEvent, useEffect, useState } from "react";
import type { Asked } from "../../types/generated";
import type { Given } from "../predict";
import { type Range, rangeOf, written } from "./ranges";

const STEPS = 80;

interface NumbersFieldProps {
  field: Asked;
  onGive: (given: Given) => void;
}

/** Chooses a few numbers: a square to click in for two of one kind, and a slider and a box to type in for each. */
export function NumbersField({ field, onGive }: NumbersFieldProps) {
  const ranges = field.numbers.map(rangeOf);
  const [values, setValues] = useState<number[]>(() => ranges.map(({ start }) => start));
  useEffect(() => onGive(values), [values, onGive]);
  const setOne = (index: number, value: number) =>
    setValues((before) => before.map((each, i) => (i === index ? value : each)));
  const [across, up] = ranges;
  const isPlane = ranges.length === 2 && across?.isUsual && up?.isUsual;
  return (
    <div className="tryit-pad">
      {isPlane && (
        <Square x={values[0] ?? 0} y={values[1] ?? 0} range={across} onPick={(x, y) => setValues([x, y])} />
      )}
      {field.numbers.map(({ name }, i) => (
        <NumberRow
          key={name}
          name={isPlane ? (["x", "y"][i] as string) : name}
          range={ranges[i] as Range}
          value={values[i] ?? 0}
          onChange={(value) => setOne(i, value)}
        />
      ))}
    </div>
  );
}

interface NumberRowProps {
  name: string;
  range: Range;
  value: number;
  onChange: (value: number) => void;
}

/** Sliding stays in the range of what was learned from; typing may leave it. */
function NumberRow({ name, range, value, onChange }: NumberRowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="tryit-slider">
      <span title={name}>{name}</span>
      <input
        type="range"
        aria-label={name}
        min={range.low}
        max={range.high}
        step={(range.high - range.low) / STEPS}
        value={value}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      <input
        className="field"
        inputMode="decimal"
        aria-label={`${name}, typed`}
        value={typed ?? written(value, range)}
        onChange={({ target }) => {
          setTyped(target.value);
          const number = Number(target.value.replace(",", "."));
          if (target.value.trim() && Number.isFinite(number)) onChange(number);
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  );
}

interface SquareProps {
  x: number;
  y: number;
  range: Range;
  onPick: (x: number, y: number) => void;
}

function Square({ x, y, range, onPick }: SquareProps) {
  const reach = range.high;
  const pick = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const across = (part: number) => Math.round((Math.max(0, Math.min(1, part)) * 2 - 1) * reach * 100) / 100;
    onPick(across((event.clientX - box.left) / box.width), -across((event.clientY - box.top) / box.height));
  };
  return (
    <div className="tryit-paper tryit-square" aria-hidden="true" onPointerDown={pick} onPointerMove={pick}>
      <span
        className="tryit-point"
        style={{ left: `${(x / reach / 2 + 0.5) * 100}%`, top: `${(0.5 - y / reach / 2) * 100}%` }}
      />
    </div>
  );
}
