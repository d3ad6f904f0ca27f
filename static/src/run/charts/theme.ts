import { useSyncExternalStore } from "react";
import type { ChartColours } from "./layout";

const DARK = window.matchMedia?.("(prefers-color-scheme: dark)");

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  DARK?.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    DARK?.removeEventListener("change", listener);
  };
}

function isDarkNow(): boolean {
  const background = variable("--bg", "#0d1017");
  return Number.parseInt(background.slice(1, 3), 16) < 128;
}

/** Whether the page's background is dark, followed through theme changes. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDarkNow);
}

/** The variables that colour the lines of one chart, for its first, second and third node. */
export const LINES = [
  { train: "--accent", measured: "--warn" },
  { train: "--t-metric", measured: "--ok" },
  { train: "--t-loss", measured: "--t-image" },
] as const;

/** The chart's colours, from the page's CSS variables as they are now. */
export function chartColours(): ChartColours {
  return {
    text: variable("--fg-2", "#aab3c5"),
    faint: variable("--fg-3", "#8b95aa"),
    grid: variable("--line", "#262d3b"),
    panel: variable("--bg-panel", "#12161f"),
    lines: LINES.map(({ train, measured }) => ({
      train: variable(train, "#6aa6ff"),
      measured: variable(measured, "#f2c14e"),
    })),
  };
}

function variable(name: string, fallback: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return value || fallback;
}
