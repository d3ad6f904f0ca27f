import { describe, expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { joined } from "./joined";

interface Shared {
  theme: string;
}
interface Own {
  selection: readonly string[];
}

function two() {
  const shared = createStore<Shared>(() => ({ theme: "dark" }));
  const one = joined(
    shared,
    createStore<Own>(() => ({ selection: ["a"] })),
  );
  const other = joined(
    shared,
    createStore<Own>(() => ({ selection: [] })),
  );
  return { shared, one, other };
}

describe("two stores as one", () => {
  test("keep what is common for all, and what is not for themselves", () => {
    const { one, other } = two();
    one.setState({ theme: "light", selection: ["b"] });
    expect(one.getState()).toEqual({ theme: "light", selection: ["b"] });
    expect(other.getState()).toEqual({ theme: "light", selection: [] });
  });

  test("tell of a write once, with what was before", () => {
    const { one } = two();
    const told: unknown[] = [];
    one.subscribe((now, before) => told.push([now, before]));
    one.setState(({ selection }) => ({ theme: "light", selection: [...selection, "b"] }));
    expect(told).toEqual([
      [
        { theme: "light", selection: ["a", "b"] },
        { theme: "dark", selection: ["a"] },
      ],
    ]);
  });

  test("hear no more once they left", () => {
    const { shared, one, other } = two();
    one.leave();
    shared.setState({ theme: "light" });
    expect([one.getState().theme, other.getState().theme]).toEqual(["dark", "light"]);
  });
});
