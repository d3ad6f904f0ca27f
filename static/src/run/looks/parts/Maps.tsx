import { type CSSProperties, useMemo } from "react";
import type { Shades } from "../../../types/generated";
import { useIsDark } from "../../charts/theme";
import { type Atlas, atlasOf, isStrip, laid, layOutAtlas, mapsShape, paintAtlas } from "./atlas";
import { type Palette, tableOf } from "./colours";
import { Raster } from "./Raster";

interface MapsProps {
  /** Maps `[C, H, W]`, one map `[H, W]`, or a row of values `[V]`. */
  values: Shades;
  palette: Palette;
  /** Width over height of the box that the maps shall fill, or how many stand in a row. */
  fill: { aspect: number } | { columns: number };
  most?: number;
  label?: string;
  style?: CSSProperties;
}

/** Maps of values side by side: feature maps, filters, heads, samples. */
export function Maps({ values, palette, fill, most, label, style }: MapsProps) {
  const isDark = useIsDark();
  const aspect = "aspect" in fill ? fill.aspect : null;
  const columns = "columns" in fill ? fill.columns : null;
  // What lies on its side is stretched, as a series is.
  const stretched = aspect !== null && isStrip(values) ? { ...style, objectFit: "fill" as const } : style;
  const { atlas, pixels } = useMemo(() => {
    const { shape: sides, data } = aspect === null ? values : laid(values);
    const shape = mapsShape(sides) ?? [1, 1, data.length];
    const atlas: Atlas =
      columns === null
        ? layOutAtlas(shape, aspect ?? 1, most)
        : atlasOf(Math.min(shape[0], most ?? shape[0]), columns, shape[2], shape[1]);
    return { atlas, pixels: paintAtlas(atlas, data, tableOf(palette, isDark)) };
  }, [values, palette, aspect, columns, most, isDark]);
  return (
    <Raster
      width={atlas.width}
      height={atlas.height}
      pixels={pixels}
      {...(label ? { label } : {})}
      {...(stretched ? { style: stretched } : {})}
    />
  );
}
