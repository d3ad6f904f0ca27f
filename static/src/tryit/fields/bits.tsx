import { useMemo, useRef } from "react";
import { useIsDark } from "../../run/charts/theme";
import type { FieldKind, FieldProps } from "../kinds";
import { CellGrid } from "../parts/CellGrid";
import type { Cell } from "../parts/cells";
import { pixelOf } from "../parts/colour";

const ON = { dark: "#8fc1ff", light: "#1a4f9c" };
const OFF = { dark: "#0d1017", light: "#ffffff" };
const WIDEST = 300;
/** So many times as high as wide, cells are the steps of a sequence. */
const STRIP = 2.5;

/** Cells that are on or off: tapped, or painted over. */
function Bits({ asked, given, onGive }: FieldProps<"bits">) {
  const { rows, columns, off, on, names } = asked;
  const theme = useIsDark() ? "dark" : "light";
  const bits = given ?? new Array<number>(rows * columns).fill(off);
  const paints = useRef(on);
  const isLaid = rows > STRIP * columns; // steps from left to right
  const pixels = useMemo(() => {
    const colours = Uint32Array.from(bits, (bit) => pixelOf((bit === on ? ON : OFF)[theme]));
    return isLaid
      ? colours.map((_, at) => colours[(at % rows) * columns + Math.floor(at / rows)] ?? 0)
      : colours;
  }, [bits, on, theme, isLaid, rows, columns]);
  const placeOf = ({ row, column }: Cell) => (isLaid ? column * columns + row : row * columns + column);
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
        rows={isLaid ? columns : rows}
        columns={isLaid ? rows : columns}
        pixels={pixels}
        label={`${asked.name}, ${rows} by ${columns} cells${isLaid ? ", its rows from left to right" : ""}`}
        words={(cell) => (bits[placeOf(cell)] === on ? "on" : "off")}
        side={isLaid || columns > 2 * rows ? WIDEST : undefined}
        onStroke={(cells, isFirst) => {
          const first = cells[0];
          if (isFirst && first) paints.current = bits[placeOf(first)] === on ? off : on;
          set(cells.map(placeOf), paints.current);
        }}
      />
      <p className="tryit-fine">
        {bits.filter((bit) => bit === on).length} of {bits.length} are on
        {isLaid && ", the first step at the left"}
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
