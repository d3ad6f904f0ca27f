import { type CSSProperties, useMemo } from "react";
import type { Shades } from "../../../types/generated";
import { layOutAtlas } from "./atlas";
import { paintPhotos } from "./photos";
import { Raster } from "./Raster";

interface PhotosProps {
  /** Pictures in red, green and blue, `[N, 3, H, W]`. */
  values: Shades;
  aspect: number;
  label?: string;
  style?: CSSProperties;
}

/** Pictures in their colours, side by side. */
export function Photos({ values, aspect, label, style }: PhotosProps) {
  const { atlas, pixels } = useMemo(() => {
    const [many = 1, , height = 1, width = 1] = values.shape;
    const atlas = layOutAtlas([many, height, width], aspect);
    return { atlas, pixels: paintPhotos(atlas, values.data) };
  }, [values, aspect]);
  return (
    <Raster
      width={atlas.width}
      height={atlas.height}
      pixels={pixels}
      {...(label ? { label } : {})}
      {...(style ? { style } : {})}
    />
  );
}
