import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, api } from "../../../api";
import type { Baselines } from "../../../types/generated";
import { followBaselines, useBaselines } from "./baselines";

const told = (...pending: string[]): Baselines => ({ lines: [], pending, missing: [], offered: [] });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("who follows asks again until nothing is being computed any more, over a server that is away for a while", async () => {
  const away = new ApiError(0, "offline", "The server can't be reached.", "", []);
  const get = vi
    .spyOn(api, "get")
    .mockResolvedValueOnce(told("decision tree"))
    .mockRejectedValueOnce(away)
    .mockResolvedValueOnce(told());
  const stop = followBaselines("a", false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(useBaselines.getState().trouble).toBe("The server can't be reached.");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(useBaselines.getState()).toMatchObject({ told: { pending: [] }, trouble: "" });
  expect(get).toHaveBeenCalledTimes(3);
  stop();
});

test("what is refused is said, and not asked again", async () => {
  const refused = new ApiError(403, "data_not_shared", "These data are not shared.", "", []);
  const get = vi.spyOn(api, "get").mockRejectedValue(refused);
  const stop = followBaselines("b", true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(useBaselines.getState()).toMatchObject({
    run: "b",
    told: null,
    trouble: "These data are not shared.",
  });
  expect(get).toHaveBeenCalledTimes(1);
  expect(get).toHaveBeenCalledWith("/api/runs/b/baselines/?methods=all");
  stop();
});

test("who looks away asks no more, and an answer that comes late is dropped", async () => {
  const get = vi.spyOn(api, "get").mockResolvedValue(told("forest"));
  const stop = followBaselines("c", false);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(get).toHaveBeenCalledTimes(1);
  expect(useBaselines.getState().told).toBeNull();
});
