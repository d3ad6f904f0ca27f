import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, api } from "../api";
import { forgetWithCause, onceReached } from "../trouble";
import { lineIsGone, lineStands, onLineBack, untilEnd, useLine } from "./line";

const isCut = () => useLine.getState().isCut;
const unreachable = new ApiError(0, "offline", "The server can't be reached.", "", []);

beforeEach(() => {
  vi.useFakeTimers();
  lineStands();
});
afterEach(() => {
  lineStands();
  vi.useRealTimers();
});

test("a quiet line is cut at once, one that closed when it stays away", () => {
  lineIsGone("closed");
  vi.advanceTimersByTime(500);
  expect(isCut()).toBe(false);
  vi.advanceTimersByTime(600);
  expect(isCut()).toBe(true);
  lineStands();
  expect(isCut()).toBe(false);
  lineIsGone("quiet");
  expect(isCut()).toBe(true);
});

test("a line that is back in a moment was never cut", () => {
  lineIsGone("closed");
  vi.advanceTimersByTime(900);
  lineStands();
  vi.advanceTimersByTime(5_000);
  expect(isCut()).toBe(false);
});

test("who waits for it hears when it is back", () => {
  const back = vi.fn();
  const stop = onLineBack(back);
  lineIsGone("quiet");
  lineStands();
  stop();
  lineIsGone("quiet");
  lineStands();
  expect(back).toHaveBeenCalledOnce();
});

test("what is under way ends when nobody will answer, not when somebody is slow to", () => {
  const first = untilEnd();
  lineIsGone("quiet");
  lineStands();
  lineIsGone("quiet");
  expect(first.aborted).toBe(false);
  lineIsGone("closed");
  const second = untilEnd();
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  lineStands();
  lineIsGone("closed");
  expect(second.aborted).toBe(false);
  vi.advanceTimersByTime(1_100);
  expect(second.aborted).toBe(true);
});

test("what is asked when it is over is answered at once: nobody can be reached", async () => {
  lineIsGone("quiet");
  lineIsGone("closed");
  await expect(api.get("/api/starters/")).rejects.toMatchObject({ isUnreachable: true });
});

test("what is shown of an error goes with its cause", () => {
  const [forgetUnreachable, forgetBroken, forgetRefused] = [vi.fn(), vi.fn(), vi.fn()];
  lineIsGone("quiet");
  forgetWithCause(unreachable, forgetUnreachable);
  forgetWithCause(new ApiError(503, "storage_away", "", "", []), forgetBroken);
  forgetWithCause(new ApiError(422, "no_gpu", "", "", []), forgetRefused);
  vi.advanceTimersByTime(60_000);
  expect(forgetUnreachable).not.toHaveBeenCalled();
  lineStands();
  expect(forgetUnreachable).toHaveBeenCalledOnce();
  expect(forgetBroken).toHaveBeenCalledOnce();
  expect(forgetRefused).not.toHaveBeenCalled();
});

test("a request that failed for a moment is forgotten though nobody called the line cut", () => {
  const forget = vi.fn();
  forgetWithCause(unreachable, forget);
  vi.advanceTimersByTime(5_000);
  expect(forget).toHaveBeenCalledOnce();
});

test("what a cut takes with it is read again when the line is back, what was refused is not", async () => {
  const read = vi.fn<() => Promise<string>>();
  read.mockImplementationOnce(() => {
    lineIsGone("quiet");
    return Promise.reject(unreachable);
  });
  read.mockResolvedValueOnce("read");
  const found = onceReached(read);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(read).toHaveBeenCalledOnce();
  lineStands();
  expect(await found).toBe("read");
  read.mockRejectedValueOnce(new ApiError(404, "not_found", "", "", []));
  await expect(onceReached(read)).rejects.toMatchObject({ status: 404 });
});
