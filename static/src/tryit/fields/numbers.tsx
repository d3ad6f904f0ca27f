import { useMemo } from "react";
import type { FieldKind, FieldProps } from "../kinds";
import { NumberBox } from "../NumberBox";
import { placesOf, reachOf } from "../numbers";
import { Plane } from "../parts/Plane";

/** So many sliders stand side by side. */
const MANY = 6;

/** Chooses numbers: a slider for each, and a point to drag where they are two. */
function Numbers({ asked: { numbers, is_whole: isWhole, plot }, given, onGive }: FieldProps<"numbers">) {
  const reaches = useMemo(() => numbers.map((...at) => reachOf(...at, isWhole)), [numbers, isWhole]);
  const values = given ?? reaches.map(({ middle }) => middle);
  const setOne = (index: number, value: number) =>
    onGive(values.map((each, i) => (i === index ? value : each)));
  const [across, up] = reaches;
  return (
    <div className="tryit-pad tryit-numbers">
      {numbers.length === 2 && across && up && (
        <Plane
          plot={plot}
          across={across}
          up={up}
          x={values[0] ?? 0}
          y={values[1] ?? 0}
          onPick={(x, y) => onGive([x, y])}
        />
      )}
      <div className="tryit-sliders" data-many={numbers.length > MANY}>
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

export const field: FieldKind<"numbers"> = {
  key: "numbers",
  Field: Numbers,
  start: ({ numbers }) => numbers.map(({ middle }) => middle),
  call: "Choose numbers, and the network answers.",
};
