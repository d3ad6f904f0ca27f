import type { Layout, LayoutAxis } from "plotly.js";
import type { Extent } from "./extent";

/** Colours of a chart, as the page's theme has them. */
export interface ChartColours {
  text: string;
  faint: string;
  grid: string;
  panel: string;
  /** Pairs for the losses or metrics of one chart: what is of the training, and what was measured on another part. */
  lines: { train: string; measured: string }[];
}

export interface Paper {
  colours: ChartColours;
  width: number;
  height: number;
}

/** What every chart of the page has in common. */
export function layoutOn({ colours, width, height }: Paper): Partial<Layout> {
  return {
    width,
    height,
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    margin: { l: 44, r: 8, t: 8, b: 26 },
    font: { family: "var(--font-mono)", color: colours.text, size: 11 },
    showlegend: false,
    hovermode: "closest",
    hoverlabel: { bgcolor: colours.panel, bordercolor: colours.grid, font: { color: colours.text } },
  };
}

export function axisOn({ colours }: Paper): Partial<LayoutAxis> {
  return {
    gridcolor: colours.grid,
    linecolor: colours.grid,
    zeroline: false,
    tickfont: { color: colours.faint, size: 11 },
    automargin: true,
  };
}

/** The vertical axis of figures: from where to where, in percent or in numbers. */
export function valueAxis(
  paper: Paper,
  { low, high }: Extent,
  { isLog, isShare }: { isLog: boolean; isShare: boolean },
): Partial<LayoutAxis> {
  return {
    ...axisOn(paper),
    range: [low, high],
    autorange: false,
    nticks: 6,
    ...(isShare ? { tickformat: ".0%" } : { type: isLog ? "log" : "linear", tickformat: ".3~g" }),
  };
}

/** A colour of the theme (`#rrggbb` or `#rgb`), see-through. */
export function withAlpha(colour: string, alpha: number): string {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!digits) return colour;
  const size = digits.length / 3;
  const channels = [0, 1, 2].map((at) =>
    digits.slice(at * size, (at + 1) * size).padEnd(2, digits[at * size]),
  );
  return `rgba(${channels.map((channel) => Number.parseInt(channel, 16)).join(", ")}, ${alpha})`;
}
