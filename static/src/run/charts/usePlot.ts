import type { Data, Layout, PlotlyHTMLElement } from "plotly.js";
import { type RefObject, useEffect, useRef } from "react";
import type { Paper } from "./layout";
import { Pacer } from "./pacer";
import { chartColours, useIsDark } from "./theme";

export interface Plot {
  /** What to draw now; null while there is nothing. */
  draw(paper: Paper): { data: Data[]; layout: Partial<Layout> } | null;
  /** Calls `ask` whenever there may be something new to draw; returns what ends that. */
  subscribe(ask: () => void): () => void;
}

/** A place for a plot that is drawn around React, when it asks for that; another `plot` is drawn over the one before. */
export function usePlot(plot: Plot): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: isDark asks for a redraw in the new theme's colours
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const colours = chartColours();
    let stop = () => {};
    let isGone = false;
    import("plotly.js-cartesian-dist-min").then(({ default: Plotly }) => {
      if (isGone) return;
      const pacer = new Pacer(() => {
        const { clientWidth: width, clientHeight: height } = element;
        if (width === 0 || height === 0) return;
        const drawn = plot.draw({ colours, width, height });
        if (drawn) void Plotly.react(element, drawn.data, drawn.layout, { displayModeBar: false });
      });
      const forget = plot.subscribe(() => pacer.ask());
      const sizes = new ResizeObserver(() => pacer.ask());
      sizes.observe(element);
      pacer.ask();
      stop = () => {
        forget();
        sizes.disconnect();
        pacer.stop();
      };
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [plot, isDark]);
  useEffect(() => {
    const element = box.current;
    return () => {
      if (element?.classList.contains("js-plotly-plot")) void forgotten(element);
    };
  }, []);
  return box;
}

/** What Plotly holds of a place that is gone. */
async function forgotten(element: HTMLElement): Promise<void> {
  const { default: Plotly } = await import("plotly.js-cartesian-dist-min");
  Plotly.purge(element as unknown as PlotlyHTMLElement);
}
