import { type PointerEvent, useMemo } from "react";
import type { FieldKind, FieldProps } from "../kinds";
import { NumberBox } from "../NumberBox";
import { placesOf, reachOf } from "../numbers";

/** Chooses numbers: a slider for each, and a square to click in where they are two. */
function Numbers({ asked: { numbers }, given, onGive, isAlone }: FieldProps<"numbers">) {
  const reaches = useMemo(() => numbers.map(reachOf), [numbers]);
  const values = given ?? reaches.map(({ middle }) => middle);
  const setOne = (index: number, value: number) =>
    onGive(values.map((each, i) => (i === index ? value : each)));
  const [across, up] = reaches;
  return (
    <div className="tryit-pad tryit-numbers">
      {isAlone && numbers.length === 2 && across && up && (
        <Square
          across={across}
          up={up}
          x={values[0] ?? 0}
          y={values[1] ?? 0}
          onPick={(x, y) => onGive([x, y])}
        />
      )}
      <div className="tryit-sliders">
        {reaches.map((reach, i) => (
          <div key={reach.name} className="tryit-slider">
            <span title={reach.name}>{reach.name}</span>
            <input
              type="range"
              aria-label={reach.name}
              min={reach.from}
              max={reach.to}
              step={reach.step}
              value={values[i] ?? 0}
              onChange={({ target }) => setOne(i, target.valueAsNumber)}
            />
            <NumberBox
              name={reach.name}
              value={values[i] ?? 0}
              places={placesOf(reach)}
              onChange={(value) => setOne(i, value)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

type Reach = ReturnType<typeof reachOf>;

interface SquareProps {
  across: Reach;
  up: Reach;
  x: number;
  y: number;
  onPick: (x: number, y: number) => void;
}

function Square({ across, up, x, y, onPick }: SquareProps) {
  const pick = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = (part: number, { from, to, step }: Reach) =>
      Math.round((from + Math.max(0, Math.min(1, part)) * (to - from)) / step) * step;
    onPick(
      at((event.clientX - box.left) / box.width, across),
      at(1 - (event.clientY - box.top) / box.height, up),
    );
  };
  const part = (value: number, { from, to }: Reach) => (value - from) / (to - from);
  return (
    <div className="tryit-paper tryit-square" aria-hidden="true" onPointerDown={pick} onPointerMove={pick}>
      <span
        className="tryit-point"
        style={{ left: `${100 * part(x, across)}%`, top: `${100 * (1 - part(y, up))}%` }}
      />
    </div>
  );
}

export const field: FieldKind<"numbers"> = {
  key: "numbers",
  Field: Numbers,
  start: ({ numbers }) => numbers.map(({ middle }) => middle),
  call: "Choose numbers, and the network answers.",
};
