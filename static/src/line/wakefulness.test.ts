import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { everyTick } from "./wakefulness";

let heard: boolean[] = [];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  stop = everyTick((isAwake) => heard.push(isAwake));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("while the page runs, nobody woke", () => {
  vi.advanceTimersByTime(2_000);
  expect(heard).toEqual(Array(8).fill(false));
});

test("the clock on the wall tells of a sleep that no event tells of", () => {
  vi.advanceTimersByTime(500);
  vi.setSystemTime(Date.now() + 3_600_000); // timers stood still
  vi.advanceTimersByTime(500);
  expect(heard).toEqual([false, false, true, false]);
});

test.each(["online", "pageshow"])("%s tells of one, too", (name) => {
  window.dispatchEvent(new Event(name));
  expect(heard).toEqual([true]);
});

test("nothing goes on when nobody listens", () => {
  stop();
  vi.advanceTimersByTime(2_000);
  window.dispatchEvent(new Event("online"));
  expect(heard).toEqual([]);
});
