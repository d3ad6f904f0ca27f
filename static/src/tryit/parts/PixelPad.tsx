import { useMemo, useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { rgbOf, tableOf } from "../../run/looks/parts/colours";
import { fromBase64, toBase64 } from "../bytes";
import type { AskedOf } from "../kinds";
import { pixelsOf } from "../Pixels";
import { CellGrid } from "./CellGrid";
import { type Cell, covered } from "./cells";

export interface PixelsGiven {
  pixels: string;
  low: number;
  high: number;
}

interface PixelPadProps {
  asked: AskedOf<"picture">;
  given: PixelsGiven;
  onGive: (given: PixelsGiven) => void;
}

/** A picture as the network sees it, to be painted over pixel by pixel. */
export function PixelPad({ asked, given, onGive }: PixelPadProps) {
  const [channels = 1, rows = 1, columns = 1] = asked.shape;
  const isDark = useIsDark();
  const [colour, setColour] = useState("#d62020");
  const [level, setLevel] = useState(1);
  const [radius, setRadius] = useState(Math.round(Math.max(rows, columns) / 32));
  const bytes = useMemo(() => fromBase64(given.pixels), [given]);
  const pixels = useMemo(
    () => pixelsOf(bytes, channels, tableOf(asked.is_ink ? "ink" : "light", isDark)),
    [bytes, channels, asked.is_ink, isDark],
  );
  const paint =
    channels === 3 ? rgbOf(colour) : new Array<number>(channels).fill(byteOf(asked, given, level));
  const onStroke = (cells: Cell[]) => {
    const next = bytes.slice();
    for (const cell of cells)
      for (const { row, column } of covered(cell, radius, rows, columns))
        for (let each = 0; each < channels; each++)
          next[(each * rows + row) * columns + column] = paint[each] ?? 0;
    onGive({ ...given, pixels: toBase64(next) });
  };
  return (
    <div className="tryit-pad">
      <CellGrid
        rows={rows}
        columns={columns}
        pixels={pixels}
        label={`${asked.name}, ${columns} by ${rows} pixels`}
        words={({ row, column }) => `${Math.round(((bytes[row * columns + column] ?? 0) / 255) * 100)} %`}
        onStroke={onStroke}
      />
      <div className="tryit-tools">
        {channels === 3 ? (
          <label className="tryit-fine">
            Colour <input type="color" value={colour} onChange={({ target }) => setColour(target.value)} />
          </label>
        ) : (
          <select
            className="field"
            aria-label="What is painted"
            value={level}
            onChange={({ target }) => setLevel(Number(target.value))}
          >
            <option value={1}>{asked.is_ink ? "Ink" : "Light"}</option>
            <option value={0.5}>Grey</option>
            <option value={0}>{asked.is_ink ? "Paper" : "Dark"}</option>
          </select>
        )}
        <label className="tryit-fine">
          Brush{" "}
          <input
            type="range"
            min={0}
            max={Math.max(1, Math.round(Math.max(rows, columns) / 8))}
            value={radius}
            onChange={({ target }) => setRadius(target.valueAsNumber)}
          />
        </label>
      </div>
    </div>
  );
}

/** The byte of a level from paper (or dark) to ink (or light), where bytes go from the lowest value to the highest. */
function byteOf({ low, high }: AskedOf<"picture">, given: PixelsGiven, level: number): number {
  const value = low + level * (high - low);
  const part = (value - given.low) / (given.high - given.low || 1);
  return Math.round(255 * Math.max(0, Math.min(1, part)));
}

/** A picture of nothing but paper, or of darkness. */
export function blank({ shape, low, high }: AskedOf<"picture">): PixelsGiven {
  const many = shape.reduce((product, each) => product * each, 1);
  const [least, most] = [Math.min(low, high), Math.max(low, high)];
  const byte = low === least ? 0 : 255;
  return { pixels: toBase64(new Uint8Array(many).fill(byte)), low: least, high: most };
}
