import { expect, test } from "vitest";
import { Pulse, type Verdict } from "./pulse";

const TICK_MS = 250;
const shown = { isAwake: false, isHidden: false };

/** What the ticks of so long say, from `from` on, but for those that say nothing. */
function verdicts(pulse: Pulse, from: number, forMs: number, page = shown): [number, Verdict][] {
  const told: [number, Verdict][] = [];
  for (let now = from; now <= from + forMs; now += TICK_MS) {
    const verdict = pulse.look(now, page);
    if (verdict !== "fine") told.push([now, verdict]);
  }
  return told;
}

test("a line on which something is heard is never asked", () => {
  const pulse = new Pulse(0);
  for (let now = 0; now < 10_000; now += TICK_MS) {
    pulse.hear(now);
    expect(pulse.look(now, shown)).toBe("fine");
  }
});

test("a silent end is asked about once a second, as long as it answers", () => {
  const pulse = new Pulse(0);
  let asked = 0;
  for (let now = 0; now < 30_000; now += TICK_MS) {
    if (pulse.look(now, shown) !== "ask") continue;
    asked += 1;
    pulse.hear(now + 20);
  }
  expect(asked).toBeGreaterThan(20);
  expect(asked).toBeLessThan(31);
});

function heard(): Pulse {
  const pulse = new Pulse(-100);
  pulse.hear(0);
  return pulse;
}

test("one that does not answer is quiet well within three seconds, and given up later", () => {
  const told = verdicts(heard(), 0, 6_000);
  expect(told[0]?.[1]).toBe("ask");
  const quietAt = told.find(([, verdict]) => verdict === "quiet")?.[0];
  expect(quietAt).toBeLessThan(2_400);
  expect(told.find(([, verdict]) => verdict === "dead")?.[0]).toBeLessThan(6_000);
});

test("one that has said nothing yet has more time", () => {
  const told = verdicts(new Pulse(0), 0, 6_000);
  expect(told.find(([, verdict]) => verdict === "quiet")?.[0]).toBeGreaterThan(3_500);
  expect(told.at(-1)?.[1]).toBe("dead");
});

test("one that was only slow is as good as any", () => {
  const pulse = new Pulse(0);
  verdicts(pulse, 0, 3_000);
  pulse.hear(3_000);
  expect(verdicts(pulse, 3_000, 500)).toEqual([]);
});

test("after the page was away it is asked at once, and given up within a second", () => {
  const pulse = new Pulse(0);
  pulse.hear(1_000);
  expect(pulse.look(1_250, { isAwake: true, isHidden: false })).toBe("ask");
  const told = verdicts(pulse, 1_500, 1_000);
  expect(told[0]?.[1]).toBe("dead");
  expect(told[0]?.[0]).toBeLessThan(2_250);
});

test("a page that nobody looks at asks seldom", () => {
  expect(verdicts(new Pulse(0), 0, 9_500, { isAwake: false, isHidden: true })).toEqual([]);
});
