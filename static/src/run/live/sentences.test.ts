import { expect, test } from "vitest";
import { RunState } from "./fold";
import type { RunFacts } from "./frames";
import * as say from "./sentences";

const running: RunFacts = {
  ...new RunState().facts,
  status: "running",
  reason: "On the CPU.",
  step: 100,
  total_steps: 460,
  steps_per_epoch: 23,
  rate: 12,
};

const alone = { place: 0, starts_in_s: 0, sharing: 1, has_worker: true, trouble: "" as const };

test("a place in the queue says how many are before, and when it starts", () => {
  const at = (place: number, starts_in_s = 0) => say.placeSentence({ ...alone, place, starts_in_s });
  expect([at(1), at(2), at(3, 4), at(1_201, 240)]).toEqual([
    "Yours is next.",
    "1 run before yours.",
    "2 runs before yours. It starts in about 4 s.",
    "1\u202f200 runs before yours. It starts in about 4 min.",
  ]);
});

test("a run that computes less exactly says so", () => {
  const words = say.precisionWords({ ...running, precision: "bfloat16" });
  expect(words).toBe("Losses and metrics in bfloat16; weights in float32.");
});

test("who shares a worker is told", () => {
  expect([1, 1.2, 2, 40].map((sharing) => say.sharingWords({ ...alone, sharing }))).toEqual([
    "",
    "",
    "takes turns with 1 other run",
    "takes turns with 39 others",
  ]);
});

test("the best epoch is told with what it is best at", () => {
  const best = { step: 70, epoch: 7, monitor: "accuracy", value: 0.97 };
  expect(say.bestWords(running, "validation", true)).toBe("");
  expect(say.bestWords({ ...running, best }, "validation", true)).toBe(
    "Best validation accuracy: 97.0 % after epoch 7, weights kept.",
  );
});

test("the looks at the test part are counted", () => {
  const test = { look: 1, of_step: 70, of_epoch: 7, metrics: {} };
  expect(say.testWords(test)).toBe("The test part was looked at once, with the weights of epoch 7.");
  expect(say.testWords({ ...test, look: 2 })).toContain("looked at twice");
  expect(say.testWords({ ...test, look: 12 })).toContain("looked at 12 times");
});

test("a waiting run tells its place, any other its reason, unless that only repeats the state", () => {
  const waiting: RunFacts = { ...running, status: "queued", reason: "Waiting for a worker." };
  expect(say.statusSentence(waiting, { ...alone, place: 3 })).toBe("2 runs before yours.");
  expect(say.statusSentence(waiting, alone)).toBe("Waiting for a worker.");
  expect(say.statusSentence(running, alone)).toBe("On the CPU.");
  expect(say.statusSentence({ ...running, reason: "Training." }, alone)).toBe("");
  expect(say.statusSentence(running, { ...alone, has_worker: false })).toContain("The worker went away");
  expect(say.statusSentence(running, { ...alone, trouble: "full" })).toContain("no room left");
  expect(say.statusSentence(running, { ...alone, trouble: "away" })).toContain("the database is away");
});

test("Train says what stands in the way", () => {
  const report = {
    problems: [],
    nodes: {},
    blocks: {},
    parameters: 0,
    flops: 0,
    activation_bytes: 0,
    is_trainable: true,
  };
  const nowhere = { code: "c", hint: "", block: null, node: null, port: null, fix: null };
  const warning = {
    ...nowhere,
    severity: "warning" as const,
    is_explained: false,
    message: "relu2 leads nowhere.",
  };
  const problem = {
    ...nowhere,
    severity: "error" as const,
    is_explained: false,
    message: "conv1 has no input.",
  };
  expect(say.whyNotTrain(report, false)).toBeNull();
  expect(say.whyNotTrain(report, true)).toContain("watching");
  expect(say.whyNotTrain(report, false, false, true)).toContain("can't be reached");
  expect(say.whyNotTrain(null, false)).toContain("checked");
  expect(say.whyNotTrain({ ...report, is_trainable: false, problems: [warning, problem] }, false)).toBe(
    "conv1 has no input.",
  );
});

test("the time to go is the rest of the steps at the rate of now", () => {
  expect(say.secondsToGo(running, 1)).toBe(30);
  expect(say.secondsToGo(running, 4)).toBe(120);
  expect(say.secondsToGo({ ...running, status: "paused" }, 1)).toBeNull();
  expect(say.secondsToGo({ ...running, rate: 0 }, 1)).toBeNull();
  expect([0.2, 30, 180, 7_300].map(say.durationWords)).toEqual([
    "under 1 s",
    "about 30 s",
    "about 3 min",
    "about 2 h",
  ]);
});

test("epochs count from one, up to as many as are set now", () => {
  const at = (epoch: number, epochs = 20) => say.epochWords({ ...running, epoch, epochs });
  expect([at(0), at(1), at(20), at(20, 30), at(0, 0)]).toEqual([
    "Epoch 1 of 20",
    "Epoch 1 of 20",
    "Epoch 20 of 20",
    "Epoch 20 of 30",
    "",
  ]);
});

test("shares read as percent, losses with four figures", () => {
  expect(say.metricText(0.97222, true)).toBe("97.2 %");
  expect(say.metricText(0.123456, false)).toBe("0.1235");
  expect([say.metricText(28.312, false, "dB"), say.metricText(4.2, false, "°")]).toEqual([
    "28.31 dB",
    "4.200°",
  ]);
  expect(say.metricText(8, false, "modes")).toBe("8 modes");
  expect(say.metricText(Number.NaN, false)).toBe("not a number");
});

test("times past read as people say them", () => {
  expect([5, 300, 7_200, 100_000, 200_000].map(say.agoWords)).toEqual([
    "just now",
    "5 min ago",
    "2 h ago",
    "yesterday",
    "2 days ago",
  ]);
});
