import { useMemo } from "react";
import type { Boundary } from "../../types/generated";
import { useIsDark } from "../charts/theme";
import { ClassLegend } from "../looks/parts/ClassLegend";
import { classColour, rgbOf } from "../looks/parts/colours";
import { Dots } from "../looks/parts/Dots";
import { valuesOf } from "../looks/parts/floats";
import { Raster } from "../looks/parts/Raster";
import type { PictureKind } from "../looks/registry";

const FAINTEST = 0.08;
const STRONGEST = 0.62;
const PAGE = { dark: "#12161f", light: "#ffffff" };

export const picture: PictureKind<"boundary"> = {
  key: "boundary",
  Picture: ({ picture }) => {
    const isDark = useIsDark();
    const pixels = useMemo(() => paint(picture, isDark), [picture, isDark]);
    const points = useMemo(() => valuesOf(picture.points), [picture]);
    const sets = useMemo(() => [{ points, labels: picture.labels }], [points, picture]);
    return (
      <div className="with-legend">
        <div className="layered">
          <Raster width={picture.side} height={picture.side} pixels={pixels} />
          <Dots
            sets={sets}
            box={picture.box}
            label={`Where the network sees ${picture.classes.join(" and where ")}`}
          />
        </div>
        <ClassLegend classes={picture.classes} />
      </div>
    );
  },
  words: () => "the stronger, the surer",
};

/** Each place in the colour of the class that wins there, as strong as the network is sure of it. */
function paint({ winner, certainty, classes, side }: Boundary, isDark: boolean): Uint32Array<ArrayBuffer> {
  const page = rgbOf(isDark ? PAGE.dark : PAGE.light);
  const colours = classes.map((_, number) => rgbOf(classColour(number, isDark)));
  const chance = 1 / classes.length;
  const pixels = new Uint32Array(side * side);
  for (let i = 0; i < pixels.length; i++) {
    const sure = ((certainty[i] as number) / 255 - chance) / (1 - chance);
    const strength = FAINTEST + (STRONGEST - FAINTEST) * Math.max(0, sure);
    const colour = colours[winner[i] as number] ?? page;
    const [r, g, b] = page.map((part, c) => Math.round(part + ((colour[c] as number) - part) * strength)) as [
      number,
      number,
      number,
    ];
    pixels[i] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }
  return pixels;
}
