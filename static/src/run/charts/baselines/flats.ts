import type { Annotations, Data } from "plotly.js";
import { metricText } from "../../live/sentences";
import type { Drawn } from "../axis";
import type { ChartPlan } from "../charts";
import type { Axes } from "../compare";
import { type Paper, withAlpha } from "../layout";
import type { FlatBaseline } from "./baselines";

interface Shown extends Paper {
  plan: ChartPlan;
  axes: Axes;
  isLog: boolean;
  flats: readonly FlatBaseline[];
}

const DASHES = ["dash", "dot", "dashdot", "longdash", "longdashdot"] as const;
/** A line is told under the pointer at so many places. */
const PLACES = 60;
const LETTER_PX = 5.7;
const LINE_PX = 14;
const MARGINS_PX = { across: 60, down: 34 };

/** What a baseline takes of an axis. Figures other than shares may lie far off: the axis need not reach them. */
export function flatDrawn({ value }: FlatBaseline, isShare: boolean, colour: string): Drawn {
  return { colour, steps: [0], low: [value], high: [value], values: [], isAside: !isShare };
}

/** Each baseline as a dashed line from edge to edge, which tells what it is under the pointer. */
export function flatLines({ flats, axes, plan, colours }: Shown): Data[] {
  const x = Array.from({ length: PLACES + 1 }, (_, i) => (axes.steps * i) / PLACES);
  return flats.map((flat, i) => ({
    x,
    y: x.map(() => flat.value),
    name: flat.name,
    mode: "lines",
    line: { color: withAlpha(colours.text, 0.8), width: 1.5, dash: DASHES[i % DASHES.length] as "dash" },
    hovertemplate: `${plain(flatText(flat, plan))}<br>${wrapped(flat.how)}<extra>baseline</extra>`,
  }));
}

/** A baseline, and where it lies: pixels below the head of the plot. */
interface Placed {
  flat: FlatBaseline;
  px: number;
}

/** "decision tree 100.0 %" beside each line; those whose labels would cover each other share one. */
export function flatLabels(shown: Shown): Partial<Annotations>[] {
  const { plan, width, height, isLog, colours } = shown;
  const { low, high } = shown.axes.values;
  const room = height - MARGINS_PX.down;
  const placed = shown.flats
    .map((flat) => ({ flat, at: isLog ? Math.log10(flat.value) : flat.value }))
    .filter(({ at }) => at >= low && at <= high)
    .map(({ flat, at }) => ({ flat, px: ((high - at) / (high - low)) * room }))
    .sort((one, other) => one.px - other.px);
  const letters = Math.floor((width - MARGINS_PX.across) / LETTER_PX);
  return grouped(placed, room).map((group) => ({
    x: 1,
    xref: "paper",
    xanchor: "right",
    y: 1 - (headOf(group, room) + LINE_PX / 2) / room,
    yref: "paper",
    yanchor: "middle",
    text: plain(
      groupText(
        group.map(({ flat }) => flat),
        plan,
        letters,
      ),
    ),
    font: { family: "var(--font-ui)", size: 11, color: colours.text },
    bgcolor: withAlpha(colours.panel, 0.8),
    borderpad: 1,
    showarrow: false,
  }));
}

/** Where the label of some lines begins: below them, and never below the plot. */
function headOf(group: readonly Placed[], room: number): number {
  return Math.min(group.at(-1)?.px ?? 0, room - LINE_PX);
}

function grouped(placed: readonly Placed[], room: number): Placed[][] {
  const groups: Placed[][] = [];
  for (const each of placed) {
    let group = [each];
    for (let before = groups.at(-1); before; before = groups.at(-1)) {
      if (headOf(group, room) - headOf(before, room) >= LINE_PX) break;
      group = [...before, ...group];
      groups.pop();
    }
    groups.push(group);
  }
  return groups;
}

/** "decision tree 100.0 %" */
export function flatText({ name, value }: FlatBaseline, { isShare, behind }: ChartPlan): string {
  return `${name} ${metricText(value, isShare, behind)}`;
}

function groupText(flats: FlatBaseline[], plan: ChartPlan, letters: number): string {
  const all = flats.map((flat) => flatText(flat, plan)).join(", ");
  if (all.length <= letters) return all;
  const [first, last] = [flats[0], flats.at(-1)] as [FlatBaseline, FlatBaseline];
  const value = (flat: FlatBaseline) => metricText(flat.value, plan.isShare, plan.behind);
  if (flats.length === 1) return shortened(first.name, letters - value(first).length - 2) + value(first);
  const many = `${flats.length} baselines`;
  const range = `${many} ${value(last)} to ${value(first)}`;
  return range.length <= letters ? range : many;
}

/** As much of a name as there is room for, and that it goes on. */
const shortened = (name: string, letters: number) => (letters > 3 ? `${name.slice(0, letters)}… ` : "");

const WRAP = 52;

/** A text in lines of some fifty letters. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WRAP) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map(plain).join("<br>");
}

// Plotly reads a text as markup.
const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
