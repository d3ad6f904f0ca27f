import { useMemo } from "react";
import { useIsDark } from "../run/charts/theme";
import { valuesOf } from "../run/looks/parts/floats";
import { Raster } from "../run/looks/parts/Raster";
import type { Pictured, Regions, Rows, Waves } from "../types/generated";
import { tileOf } from "./tiles";

export type Column = Rows["columns"][number];

interface ValueProps {
  column: Column;
  sample: number;
  /** The longer side of a picture, in CSS pixels. */
  side: number;
}

/** One sample in one field: a picture, a wave, or words. */
export function Value({ column, sample, side }: ValueProps) {
  switch (column.look) {
    case "picture":
    case "photo":
    case "roll":
    case "regions":
      return <Picture column={column} sample={sample} side={side} />;
    case "wave":
      return <Wave column={column} sample={sample} />;
    default:
      return <span className={`data-${column.look}`}>{column.words[sample]}</span>;
  }
}

const FLATTEST_PX = 14;

function Picture({ column, sample, side }: ValueProps & { column: Pictured | Regions }) {
  const isDark = useIsDark();
  const tile = useMemo(() => tileOf(column, sample, isDark), [column, sample, isDark]);
  const scale = side / Math.max(tile.width, tile.height);
  return (
    <Raster
      {...tile}
      label={`${column.name} of sample ${sample + 1}`}
      style={{
        width: scale * tile.width,
        height: Math.max(FLATTEST_PX, scale * tile.height),
        objectFit: "fill",
      }}
    />
  );
}

function Wave({ column: { name, low, high, values }, sample }: { column: Waves; sample: number }) {
  const [, steps = 1, lines = 1] = values.shape;
  const paths = useMemo(() => {
    const size = 4 * steps * lines;
    const wave = valuesOf({ shape: [], data: values.data.subarray(sample * size, (sample + 1) * size) });
    const place = (step: number, line: number) => {
      const height = ((wave[step * lines + line] as number) - low) / (high - low || 1);
      return `${(step / Math.max(1, steps - 1)).toFixed(4)},${(1 - height).toFixed(3)}`;
    };
    return Array.from({ length: lines }, (_, line) =>
      Array.from({ length: steps }, (_, step) => `${step === 0 ? "M" : "L"}${place(step, line)}`).join(""),
    );
  }, [values, sample, steps, lines, low, high]);
  return (
    <svg
      className="data-wave"
      viewBox="0 -0.04 1 1.08"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${name} of sample ${sample + 1}`}
    >
      {paths.map((path, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <path key={line} d={path} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  );
}
