import { expect, test } from "vitest";
import { afterClose, liveUrl } from "./reconnect";

const page = { protocol: "http:", host: "localhost:8000" };

test("the first try after a server restart is spread over a second", () => {
  for (const code of [1006, 1012]) {
    expect(afterClose(code, 1, () => 0)).toEqual({ delayMs: 0 });
    expect(afterClose(code, 1, () => 0.999)).toEqual({ delayMs: 999 });
  }
});

test("tries double from 0.2 s to 5 s, give or take half", () => {
  const middle = () => 0.5;
  const delays = [1, 2, 3, 4, 5, 6, 20].map((failures) => afterClose(1013, failures, middle));
  expect(delays).toEqual([200, 400, 800, 1600, 3200, 5000, 5000].map((delayMs) => ({ delayMs })));
  expect(afterClose(1013, 20, () => 0)).toEqual({ delayMs: 2500 });
});

test("a missing run and a revoked share end it with words", () => {
  expect(afterClose(4404, 1)).toHaveProperty("end");
  expect(afterClose(4410, 1)).toHaveProperty("end");
});

test("a fresh watcher asks for everything, a returning one for what came after", () => {
  expect(liveUrl(page, "7", { attempt: 0, seq: 0 }, null)).toBe("ws://localhost:8000/ws/runs/7/live/");
  expect(liveUrl(page, "7", { attempt: 2, seq: 31 }, null)).toBe(
    "ws://localhost:8000/ws/runs/7/live/?after=2-31",
  );
});

test("a viewer's token travels along, over TLS where the page has it", () => {
  const url = liveUrl({ protocol: "https:", host: "a.example" }, "7", { attempt: 1, seq: 2 }, "t&k");
  expect(url).toBe("wss://a.example/ws/runs/7/live/?after=1-2&share=t%26k");
});
