import { expect, test } from "vitest";
import { keptWords } from "./kept";

const kept = {
  networks: { used: 3, allowed: 500 },
  runs: { used: 1200, allowed: 2000 },
  checkpoints: { used: 7, allowed: 4000 },
  bytes: { used: 1.5 * 2 ** 20, allowed: 20 * 2 ** 30 },
};

test("what is kept is said with the rule by which it goes", () => {
  expect(keptWords({ ...kept, days: 90 })).toBe(
    "3 of 500 networks, 1,200 of 2,000 runs, 7 of 4,000 checkpoints, 1.5 MiB of 20 GiB. " +
      "Removed when nobody has visited for 90 days.",
  );
});

test("where nothing goes by itself, that is said", () => {
  expect(keptWords({ ...kept, days: null })).toMatch(/Kept until you delete it\.$/);
});
