import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inPace, pause, SPACE_MS } from "./pace";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was sent, and when; each takes `takesMs` to be answered. */
function sender(takesMs: number) {
  const begun = Date.now();
  const sent: [string, number][] = [];
  const pace = inPace(async (question: string) => {
    sent.push([question, Date.now() - begun]);
    await pause(takesMs);
  });
  return { pace, sent };
}

test("the first question is sent at once", () => {
  const { pace, sent } = sender(10);
  pace.ask("a");
  expect(sent).toEqual([["a", 0]]);
});

test("of what changes while one is on its way the newest is sent when its answer is there", async () => {
  const { pace, sent } = sender(200);
  for (const question of ["a", "b", "c"]) pace.ask(question);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([
    ["a", 0],
    ["c", 200],
  ]);
});

test("quick answers don't make for more questions than a hand needs", async () => {
  const { pace, sent } = sender(1);
  for (let at = 0; at < 200; at += 10) {
    pace.ask(`${at}`);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(sent.map(([, at]) => at)).toEqual([0, 50, 100, 150, 200]);
  expect(sent.at(-1)?.[0]).toBe("190");
  expect(SPACE_MS).toBe(50);
});

test("what was not sent can be forgotten, and what was refused is asked again unless there is something newer", async () => {
  const { pace, sent } = sender(10);
  pace.ask("a");
  pace.ask("b");
  pace.forget();
  pace.again("a");
  pace.again("older");
  await vi.advanceTimersByTimeAsync(100);
  expect(sent.map(([question]) => question)).toEqual(["a", "a"]);
});
