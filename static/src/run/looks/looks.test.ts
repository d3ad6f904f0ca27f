import { afterEach, expect, test } from "vitest";
import { looks, viewOf, watching } from "./looks";

const leaves: (() => void)[] = [];
const watch = (view: string, isPanel = false) => leaves.push(watching.add(view, isPanel));

afterEach(() => {
  for (const leave of leaves.splice(0)) leave();
});

test("a view is a probe's key, and the place where it looks", () => {
  expect(viewOf("boundary", null)).toBe("boundary");
  expect(viewOf("attention", "layers.1/attention")).toBe("attention:layers.1/attention");
});

test("panels come first, and what two places show is asked for once", () => {
  watch("activation:conv1");
  watch("activation:fc");
  watch("activation:fc", true);
  expect(watching.views).toEqual(["activation:fc", "activation:conv1"]);
});

test("a view is watched until the last place that shows it is gone", () => {
  watch("boundary", true);
  watch("boundary", true);
  leaves.pop()?.();
  expect(watching.views).toEqual(["boundary"]);
  leaves.pop()?.();
  expect(watching.views).toEqual([]);
});

test("a huge drawing never asks for more than the server allows", () => {
  for (let i = 0; i < 500; i++) watch(`activation:node${i}`);
  watch("boundary", true);
  expect(watching.views).toHaveLength(48);
  expect(watching.views[0]).toBe("boundary");
});

test("the latest look wins and tells only those who show its view", () => {
  const told: string[] = [];
  leaves.push(looks.subscribe("boundary", () => told.push("boundary")));
  leaves.push(looks.subscribe("curve", () => told.push("curve")));
  const picture = { classes: ["a", "b"], counts: [] };
  looks.put({ view: "boundary", step: 1, picture });
  looks.put({ view: "boundary", step: 2, picture });
  expect(told).toEqual(["boundary", "boundary"]);
  expect(looks.get("boundary")?.step).toBe(2);
});

test("a stored view is asked for once at each step", () => {
  expect(looks.unanswered(["curve"], 7)).toEqual(["curve"]);
  looks.markAnswered(["curve"], 7);
  expect(looks.unanswered(["curve"], 7)).toEqual([]);
  expect(looks.unanswered(["curve"], 8)).toEqual(["curve"]);
});
