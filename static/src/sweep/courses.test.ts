import type { PlotData } from "plotly.js";
import { expect, test } from "vitest";
import { courses } from "./courses";
import type { SweepDetail, Trial } from "./sweeps";
import { progressWords, ranked, shortPath } from "./words";

const trial = (number: number, score: number | null, course: [number, number][]): Trial => ({
  number,
  values: { "objective.lr": 0.1 ** number },
  score,
  parameters: null,
  course,
  run: { id: `run${number}`, ended_at: score === null ? null : "2026-01-01" } as Trial["run"],
});

const sweep: SweepDetail = {
  id: "sweep",
  project: "project",
  status: "running",
  reason: "",
  plan: {
    axes: [{ path: "objective.lr", choices: [1, 0.1, 0.01] }],
    judge: { name: "accuracy", at: "best", direction: "up" },
    search: "grid",
    trials: 3,
    parallel: 2,
    seed: 0,
    prune: false,
    arms: [],
    shown: null,
  },
  total: 3,
  created_at: "2026-01-01",
  ended_at: null,
  best: 1,
  result: null,
  trials: [trial(0, 0.6, [[1, 0.6]]), trial(1, 0.9, [[1, 0.5], [2, 0.9]]), trial(2, null, [[1, 0.8]])], // biome-ignore format: one line
};

const options = {
  marked: null,
  isLog: false,
  colours: {
    text: "#fff",
    faint: "#aaa",
    grid: "#333",
    panel: "#111",
    lines: [{ train: "#6aa6ff", measured: "#000" }],
  },
  width: 400,
  height: 200,
};

const drawn = (marked: number | null) => courses(sweep, { ...options, marked }).data as PlotData[];

test("the best course is drawn last and in the accent colour, the others faint", () => {
  const lines = drawn(null);
  expect(lines.map(({ name }) => name)).toEqual(["Trial 1", "Trial 3", "Trial 2"]);
  expect(lines[2]).toMatchObject({ line: { color: "#6aa6ff", width: 2.5 }, x: [1, 2], y: [0.5, 0.9] });
  expect(lines[0]?.line.color).toContain("rgba");
});

test("the trial under the pointer comes to the front", () => {
  expect(drawn(0).at(-1)).toMatchObject({ name: "Trial 1", line: { color: "#fff" } });
});

test("trials are ranked by their result, those under way after them", () => {
  expect(ranked(sweep).map(({ number }) => number)).toEqual([1, 0, 2]);
  const down = {
    ...sweep,
    plan: { ...sweep.plan, judge: { ...sweep.plan.judge, direction: "down" as const } },
  };
  expect(ranked(down).map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(progressWords(sweep)).toBe("2 of 3 trials are done. Trial 2 is the best so far.");
});

test("a path is cut to its end where no other one ends so", () => {
  expect(shortPath("fc1.out_features", ["fc1.out_features", "objective.lr"])).toBe("out_features");
  expect(shortPath("fc1.out_features", ["fc1.out_features", "fc2.out_features"])).toBe("fc1.out_features");
});

test("a trial that went astray flattens no better one: it is marked at the edge, and shown on request", () => {
  const course = (from: number): [number, number][] => [[1, from], [2, from / 2], [3, from / 3]]; // biome-ignore format: one line
  const lost: SweepDetail = {
    ...sweep,
    plan: { ...sweep.plan, judge: { name: "loss", at: "end", direction: "down" } },
    trials: [trial(0, 30_000, course(90_000)), trial(1, 0.2, course(0.6)), trial(2, 0.3, course(0.9))],
  };
  const { told, layout, data } = courses(lost, options);
  expect(layout.yaxis?.range?.[1]).toBeLessThan(1);
  expect(told).toMatchObject({ above: 3, highest: 90_000, isSpiked: true });
  expect((data as PlotData[]).at(-1)).toMatchObject({ x: [1, 2, 3], customdata: [90_000, 45_000, 30_000] });
  const whole = courses(lost, { ...options, isWhole: true });
  expect(whole.told).toMatchObject({ above: 0, isSpiked: true });
  expect(whole.layout.yaxis?.range?.[1]).toBeGreaterThan(90_000);
});

test("shares are shown on an axis that fits them", () => {
  const [low, high] = courses(sweep, options).layout.yaxis?.range ?? [];
  expect(low).toBeGreaterThan(0.45);
  expect(high).toBeLessThan(0.95);
});
