import { useMemo, useRef } from "react";
import { useIsDark } from "../../run/charts/theme";
import type { FieldKind, FieldProps } from "../kinds";
import { CellGrid } from "../parts/CellGrid";
import type { Cell } from "../parts/cells";
import { pixelOf } from "../parts/colour";

const ON = { dark: "#8fc1ff", light: "#1a4f9c" };
const OFF = { dark: "#0d1017", light: "#ffffff" };
const WIDEST = 260;

/** Cells that are on or off: tapped, or painted over. */
function Bits({ asked, given, onGive }: FieldProps<"bits">) {
  const { rows, columns, off, on, names } = asked;
  const theme = useIsDark() ? "dark" : "light";
  const bits = given ?? new Array<number>(rows * columns).fill(off);
  const paints = useRef(on);
  const pixels = useMemo(
    () => Uint32Array.from(bits, (bit) => pixelOf((bit === on ? ON : OFF)[theme])),
    [bits, on, theme],
  );
  const placeOf = ({ row, column }: Cell) => row * columns + column;
  const set = (places: readonly number[], value: number) => {
    const next = [...bits];
    for (const place of places) next[place] = value;
    onGive(next);
  };
  if (names.length > 0)
    return (
      <fieldset className="tryit-checks">
        <legend className="cell-words">{asked.name}</legend>
        {names.map((name, place) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={bits[place] === on}
              onChange={({ target }) => set([place], target.checked ? on : off)}
            />
            {name}
          </label>
        ))}
      </fieldset>
    );
  return (
    <div className="tryit-pad">
      <CellGrid
        rows={rows}
        columns={columns}
        pixels={pixels}
        label={`${asked.name}, ${rows} by ${columns} cells`}
        words={(cell) => (bits[placeOf(cell)] === on ? "on" : "off")}
        side={columns > 2 * rows ? WIDEST : undefined}
        onStroke={(cells, isFirst) => {
          const first = cells[0];
          if (isFirst && first) paints.current = bits[placeOf(first)] === on ? off : on;
          set(cells.map(placeOf), paints.current);
        }}
      />
      <p className="tryit-fine">
        {bits.filter((bit) => bit === on).length} of {bits.length} are on
      </p>
    </div>
  );
}

export const field: FieldKind<"bits"> = {
  key: "bits",
  Field: Bits,
  start: ({ rows, columns, off }) => new Array<number>(rows * columns).fill(off),
  beginsWithSample: true,
  call: "Tap the cells, and the network answers.",
};
