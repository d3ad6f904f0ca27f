import { describe, expect, test } from "vitest";
import { seconds } from "./seconds";
import {
  addClass,
  addShot,
  createTakes,
  filesOf,
  nameClass,
  refuseName,
  removeClass,
  removeShot,
} from "./takes";

describe("what is held is cut into seconds", () => {
  const cut = (rate: number, ...pieces: number[]) => {
    const kept: number[] = [];
    const cutting = seconds(rate, (values) => kept.push(values.length));
    for (const many of pieces) cutting.hear(new Float32Array(many));
    cutting.end();
    return kept;
  };

  test("whole ones, and half of one at the end or more", () => {
    expect(cut(100, 60, 60, 60)).toEqual([100, 80]);
    expect(cut(100, 60, 60)).toEqual([100]);
    expect(cut(100, 350)).toEqual([100, 100, 100, 50]);
  });

  test("a short sound is one, too, where it is all there is", () => {
    expect(cut(100, 20)).toEqual([20]);
    expect(cut(100)).toEqual([]);
  });

  test("each holds what was heard then", () => {
    const kept: number[][] = [];
    const cutting = seconds(3, (values) => kept.push([...values]));
    cutting.hear(Float32Array.of(1, 2));
    cutting.hear(Float32Array.of(3, 4, 5));
    cutting.end();
    expect(kept).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });
});

describe("classes that are filled by hand", () => {
  const content = new Blob(["x"]);

  test("become folders of files that say which take they are of", () => {
    const takes = createTakes();
    const [first, second] = takes.getState().classes;
    nameClass(takes, first?.id ?? "", "cats");
    addShot(takes, first?.id ?? "", { take: "a1", content, face: "" });
    addShot(takes, first?.id ?? "", { take: "a1", content, face: "" });
    addShot(takes, second?.id ?? "", { take: "b2", content, face: "" });
    expect(filesOf(takes.getState().classes, "png").map(({ path }) => path)).toEqual([
      "cats/take-a1-1.png",
      "cats/take-a1-2.png",
      "class 2/take-b2-1.png",
    ]);
  });

  test("single shots and whole classes can go; a new class has a name of its own", () => {
    const takes = createTakes();
    const [first, second] = takes.getState().classes;
    addShot(takes, first?.id ?? "", { take: "a", content, face: "1" });
    addShot(takes, first?.id ?? "", { take: "a", content, face: "2" });
    const [shot] = takes.getState().classes[0]?.shots ?? [];
    removeShot(takes, first?.id ?? "", shot?.id ?? "");
    expect(takes.getState().classes[0]?.shots.map(({ face }) => face)).toEqual(["2"]);
    removeClass(takes, second?.id ?? "");
    nameClass(takes, first?.id ?? "", "class 2");
    addClass(takes);
    expect(takes.getState().classes.map(({ name }) => name)).toEqual(["class 2", "class 3"]);
  });

  test("a name that makes no folder, or is taken, is refused in words", () => {
    expect(refuseName("cats", ["dogs"])).toBeNull();
    expect(refuseName("  ", [])).toContain("needs a name");
    expect(refuseName("a/b", [])).toContain("/");
    expect(refuseName("..", [])).toContain("dot");
    expect(refuseName(" dogs ", ["dogs"])).toContain("already");
  });
});
