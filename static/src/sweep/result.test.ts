import type { PlotData } from "plotly.js";
import { expect, test } from "vitest";
import { armsOf, colourOn, lookOf } from "./arms";
import { courses } from "./courses";
import { deepest, flowSentences, flowsOf } from "./gradients";
import { resultOf } from "./result";
import type { SweepDetail, Trial } from "./sweeps";
import { resultSentences } from "./words";

const paper = {
  colours: {
    text: "#fff",
    faint: "#888888",
    grid: "#222",
    panel: "#000",
    lines: [
      { train: "#00f", measured: "#ff0" },
      { train: "#0ff", measured: "#f0f" },
      { train: "#f00", measured: "#0f0" },
    ],
  },
  width: 300,
  height: 200,
};

const WIDTHS = [2, 8, 32];
const ARMS = ["Straight", "Bent"];
const combinations = WIDTHS.flatMap((width) => ARMS.map((arm) => ({ width, arm })));

const trials = combinations.map(({ width, arm }, number) => ({
  number,
  values: { "fc1.out_features": width, drawing: arm },
  score: 1 / width,
  parameters: 10 * width,
  course: [
    [1, 1],
    [2, 1 / width],
  ],
  run: { id: `run${number}`, ended_at: "2026-01-01" },
})) as unknown as Trial[];

const line = (label: string) => ({
  label,
  points: WIDTHS.map((x) => [x, 1 / x] as [number, number]),
  medians: WIDTHS.map((x) => [x, 1 / x] as [number, number]),
  fit: { exponent: -1, factor: 1, error: 0, points: 3, low: 2, high: 32 },
  law: "L ~ N^-1.000 ± 0.000 (3 points from 2 to 32)",
});

const sweep = {
  status: "finished",
  plan: {
    axes: [
      { path: "fc1.out_features", choices: WIDTHS },
      { path: "drawing", choices: ARMS },
    ],
    arms: ARMS.map((label) => ({ label, expect: "", block: "", edits: [] })),
    judge: { name: "loss", at: "best", direction: "down" },
    shown: { title: "Bent or straight", expect: "", against: "", is_power_law: true },
  },
  best: 5,
  result: { against: "fc1.out_features", lines: ARMS.map(line) },
  trials,
} as unknown as SweepDetail;

const data = (drawn: { data: unknown[] }) => drawn.data as Partial<PlotData>[];

test("all curves of an arm have its colour, on both charts", () => {
  const arms = armsOf(sweep);
  expect(arms).toEqual(ARMS);
  const [straight, bent] = ARMS.map((arm) => colourOn(lookOf(arm, arms), paper.colours));
  expect([straight, bent]).toEqual(["#00f", "#0ff"]);
  const curves = data(courses(sweep, { ...paper, marked: null, isLog: false }));
  const colours = new Map(curves.map(({ name, line }) => [name, line?.color]));
  for (const { number, values } of trials)
    expect(colours.get(`Trial ${number + 1}`)).toBe(values.drawing === "Bent" ? bent : straight);
  const shown = data(resultOf(sweep, paper)).filter(({ mode }) => mode === "markers");
  expect(new Set(shown.map(({ marker, name }) => `${name} ${marker?.color}`))).toEqual(
    new Set([`Straight ${straight}`, `Bent ${bent}`]),
  );
});

test("seven arms are told apart by six colours and dashes", () => {
  const seven = ["a", "b", "c", "d", "e", "f", "g"];
  const looks = seven.map((arm) => lookOf(arm, seven));
  expect(new Set(looks.map(({ dash }) => dash))).toEqual(new Set(["solid", "dash"]));
  expect(new Set(looks.map((look) => `${colourOn(look, paper.colours)} ${look.dash}`)).size).toBe(7);
});

test("a law is drawn on logarithmic axes, as far as it was measured", () => {
  const drawn = resultOf(sweep, paper);
  expect([drawn.layout.xaxis?.type, drawn.layout.yaxis?.type]).toEqual(["log", "log"]);
  const law = data(drawn).find(({ name }) => name === "Bent fit");
  expect(law?.x).toEqual([2, 32]);
  expect(law?.y).toEqual([1 / 2, 1 / 32]);
});

test("drawings alone stand beside each other, and medians stand out among seeds", () => {
  const alone = {
    ...sweep,
    result: {
      against: "drawing",
      lines: [
        {
          label: "",
          points: [["Straight", 1], ["Straight", 3], ["Bent", 2], ["Bent", 5]],
          medians: [["Straight", 2], ["Bent", 3.5]],
          fit: null,
          law: null,
        },
      ],
    },
    plan: { ...sweep.plan, shown: { ...sweep.plan.shown, is_power_law: false } },
  } as unknown as SweepDetail; // biome-ignore format: one line
  const drawn = resultOf(alone, paper);
  expect(drawn.layout.xaxis?.type).toBe("category");
  expect(data(drawn).map(({ mode, x }) => [mode, x?.length])).toEqual([
    ["markers", 2],
    ["markers", 4],
  ]);
  expect(resultSentences(alone)).toBe("loss: 2.000 at Straight, 3.500 at Bent.");
});

test("of each arm the gradients of the trial with the largest value are shown, those of before training", () => {
  const told = [...trials].map((trial) => ({
    ...trial,
    values: { "fc1.out_features": trial.values["fc1.out_features"], drawing: trial.values.drawing },
  })) as Trial[];
  const deep = { ...sweep, trials: told } as SweepDetail;
  expect(deepest(deep).map(({ number }) => number)).toEqual([4, 5]);
  const layers = [
    { name: "enter", now: 1, fresh: 1e-9 },
    { name: "deep.0", now: 1, fresh: null },
    { name: "scores", now: 1, fresh: 0.1 },
  ];
  const drawn = data(flowsOf(deep, new Map([["run5", { layers }]]), paper));
  expect(drawn.map(({ name, x, y }) => [name, x, y])).toEqual([["Bent", [1, 3], [1e-9, 0.1]]]);
  expect(flowSentences(deep, new Map([["run5", { layers }]]))).toBe(
    "Straight: not seen yet. Bent: 1.0e-9 at the first layer, 1.0e-1 at the last.",
  );
});
