import { useMemo, useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { tableOf } from "../../run/looks/parts/colours";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { NumberBox } from "../NumberBox";
import { CellGrid } from "../parts/CellGrid";
import type { Cell } from "../parts/cells";

const WIDEST = 260;

/** Any values: each one is a cell that is chosen, and its number is written. */
function Values({ asked, given, onGive }: FieldProps<"values">) {
  const columns = asked.shape.at(-1) ?? 1;
  const isDark = useIsDark();
  const [chosen, setChosen] = useState(0);
  const values = given ?? zeros(asked);
  const rows = Math.max(1, Math.round(values.length / columns));
  const pixels = useMemo(() => shaded(values, tableOf("value", isDark)), [values, isDark]);
  const placeOf = ({ row, column }: Cell) => row * columns + column;
  return (
    <div className="tryit-pad">
      <CellGrid
        rows={rows}
        columns={columns}
        pixels={pixels}
        label={`${asked.name}, ${values.length} values`}
        words={(cell) => `${values[placeOf(cell)] ?? 0}`}
        side={columns > 2 * rows ? WIDEST : undefined}
        onStroke={([first]) => first && setChosen(placeOf(first))}
      />
      <div className="tryit-nodes">
        <p className="tryit-fine">
          {asked.name}[{indexOf(chosen, asked.shape).join(", ")}]
        </p>
        <NumberBox
          name={`value ${chosen + 1}`}
          value={values[chosen] ?? 0}
          places={4}
          onChange={(value) => onGive(values.map((each, at) => (at === chosen ? value : each)))}
        />
      </div>
    </div>
  );
}

function shaded(values: readonly number[], table: Uint32Array): Uint32Array<ArrayBuffer> {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return Uint32Array.from(
    values,
    (value) => table[high > low ? Math.round((255 * (value - low)) / (high - low)) : 0] ?? 0,
  );
}

/** Where a value stands along each axis of a shape. */
export function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let left = place;
  for (const size of [...shape].reverse()) {
    index.unshift(left % size);
    left = Math.floor(left / size);
  }
  return index;
}

const zeros = ({ shape }: AskedOf<"values">) =>
  new Array<number>(shape.reduce((product, each) => product * each, 1)).fill(0);

export const field: FieldKind<"values"> = {
  key: "values",
  Field: Values,
  start: zeros,
  beginsWithSample: true,
  call: "Take a held-out sample, and change it.",
};
