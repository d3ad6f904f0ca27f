import { useMemo, useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { classColour } from "../../run/looks/parts/colours";
import type { FieldKind, FieldProps } from "../kinds";
import { Pixels, pictureIn } from "../Pixels";
import { CellGrid } from "../parts/CellGrid";
import { type Cell, covered } from "../parts/cells";
import { pixelOf } from "../parts/colour";

const OPACITY = 0.6;
const BRUSHES = [
  { radius: 0, name: "Fine" },
  { radius: 1, name: "Middle" },
  { radius: 3, name: "Broad" },
] as const;

/** The class of each pixel, painted over the picture where there is one. */
function Mask({ asked, given, onGive, asks, seen }: FieldProps<"mask">) {
  const [rows = 1, columns = 1] = asked.shape;
  const isDark = useIsDark();
  const [chosen, setChosen] = useState(Math.min(1, asked.classes.length - 1));
  const [radius, setRadius] = useState<number>(1);
  const mask = given ?? new Array<number>(rows * columns).fill(0);
  const below = pictureIn(asks, seen, asked.over);
  const isOver = below !== null;
  const pixels = useMemo(
    () => Uint32Array.from(mask, (place) => pixelOf(classColour(place, isDark), isOver ? OPACITY : 1)),
    [mask, isDark, isOver],
  );
  const placeOf = ({ row, column }: Cell) => row * columns + column;
  return (
    <div className="tryit-pad">
      <CellGrid
        rows={rows}
        columns={columns}
        pixels={pixels}
        label={`${asked.name}, the class of each of ${rows} by ${columns} pixels`}
        words={(cell) => asked.classes[mask[placeOf(cell)] ?? 0] ?? ""}
        onStroke={(cells) => {
          const next = [...mask];
          for (const cell of cells)
            for (const each of covered(cell, radius, rows, columns)) next[placeOf(each)] = chosen;
          onGive(next);
        }}
      >
        {below && <Pixels {...below} label="The picture below" />}
      </CellGrid>
      <div className="tryit-tools">
        <div role="radiogroup" aria-label="Class to paint" className="tryit-palette">
          {asked.classes.map((name, place) => (
            // biome-ignore lint/a11y/useSemanticElements: a button with the colour of its class
            <button
              key={name}
              type="button"
              role="radio"
              className="tryit-swatch"
              aria-checked={place === chosen}
              onClick={() => setChosen(place)}
            >
              <span style={{ background: classColour(place, isDark) }} />
              {name}
            </button>
          ))}
        </div>
        <select
          className="field"
          aria-label="Brush"
          value={radius}
          onChange={({ target }) => setRadius(Number(target.value))}
        >
          {BRUSHES.map(({ radius: each, name }) => (
            <option key={each} value={each}>
              {name} brush
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

export const field: FieldKind<"mask"> = {
  key: "mask",
  Field: Mask,
  start: ({ shape: [rows = 1, columns = 1] }) => new Array<number>(rows * columns).fill(0),
  beginsWithSample: true,
  call: "Paint the class of each pixel.",
};
