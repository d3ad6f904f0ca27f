import type { Annotations, Shape } from "plotly.js";
import type { RunFacts } from "../live/frames";
import type { Axes } from "./compare";
import { type Paper, withAlpha } from "./layout";

/** A stage that has begun: `step` steps were done before it. */
export type BegunStage = RunFacts["stages"][number];

interface Shown extends Paper {
  stages: readonly BegunStage[];
  axes: Axes;
}

const LETTER_PX = 6.6;
const MARGINS_PX = 52;
const LEAST_LETTERS = 3;

/** Where a stage begins, a thin line; where the first does, the chart begins. */
export function stageLines({ stages, colours }: Shown): Partial<Shape>[] {
  const line = { color: colours.text, width: 1 };
  return stages
    .filter(({ step }) => step > 0)
    .map(({ step }) => ({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: step,
      x1: step,
      y0: 0,
      y1: 1,
      opacity: 0.5,
      line,
    }));
}

/** Beside each line, at its head, what the stage is called: as much of it as there is room for. */
export function stageLabels({ stages, axes, colours, width }: Shown): Partial<Annotations>[] {
  if (stages.length < 2 && !stages[0]?.name) return [];
  return stages.flatMap(({ step, number, name }, index) => {
    const room = ((stages[index + 1]?.step ?? axes.steps) - step) / axes.steps;
    const letters = Math.floor((room * (width - MARGINS_PX) - 8) / LETTER_PX);
    const text = fitted(name || `Stage ${number}`, letters) ?? fitted(String(number), letters);
    if (!text) return [];
    const place = {
      x: step,
      xref: "x",
      xanchor: "left",
      xshift: 3,
      y: 1,
      yref: "paper",
      yanchor: "top",
    } as const;
    const look = { font: { size: 11, color: colours.text }, bgcolor: withAlpha(colours.panel, 0.75) };
    return [{ ...place, ...look, text, hovertext: name, showarrow: false, borderpad: 1 }];
  });
}

/** In words: " Stage 2, Fine-tune, began after step 340.", for each that is not the first. */
export function stageSentences(stages: readonly BegunStage[]): string {
  return stages
    .filter(({ step }) => step > 0)
    .map(({ number, name, step }) => ` Stage ${number}${name && `, ${name},`} began after step ${step}.`)
    .join("");
}

/** A text in so many letters at most; null where too little of it would be left. */
function fitted(text: string, letters: number): string | null {
  if (text.length <= letters) return plain(text);
  return letters > LEAST_LETTERS ? `${plain(text.slice(0, letters - 1))}…` : null;
}

// Plotly reads a text as markup.
const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
