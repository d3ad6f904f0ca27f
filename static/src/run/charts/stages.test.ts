import { expect, test } from "vitest";
import { type BegunStage, stageLabels, stageLines, stageSentences } from "./stages";

const colours = { text: "#fff", faint: "#888", grid: "#222", panel: "#000", lines: [] };
const begun = (number: number, name: string, step: number): BegunStage => ({
  number,
  name,
  step,
  epoch: 0,
  total_steps: 1000,
  steps_per_epoch: 10,
  epochs: 100,
});
const shown = (stages: BegunStage[], width = 452) => ({
  stages,
  axes: { steps: 1000, values: { low: 0, high: 1 } },
  colours,
  width,
  height: 200,
});
const labels = (stages: BegunStage[], width?: number) =>
  stageLabels(shown(stages, width)).map(({ text }) => text);

test("each stage but the first has a line where it begins, and all have their names", () => {
  const stages = [begun(1, "Pre-train", 0), begun(2, "Fine-tune", 400)];
  expect(stageLines(shown(stages)).map(({ x0 }) => x0)).toEqual([400]);
  expect(labels(stages)).toEqual(["Pre-train", "Fine-tune"]);
});

test("names are as long as there is room, then numbers stand for them, then nothing", () => {
  const stages = [
    begun(1, "Pre-train", 0),
    begun(2, "Fine-tune", 150),
    begun(3, "", 200),
    begun(4, "Last", 205),
  ];
  expect(labels(stages)).toEqual(["Pre-tr…", "2", "Last"]);
  expect(labels(stages, 60)).toEqual([]);
});

test("a training of one stage without a name is marked nowhere, and markup is text", () => {
  expect(labels([begun(1, "", 0)])).toEqual([]);
  expect(labels([begun(1, "<b>a&b", 0)])).toEqual(["&lt;b>a&amp;b"]);
});

test("in words, for who does not see the chart", () => {
  expect(stageSentences([begun(1, "A", 0), begun(2, "Fine-tune", 340), begun(3, "", 400)])).toBe(
    " Stage 2, Fine-tune, began after step 340. Stage 3 began after step 400.",
  );
});
