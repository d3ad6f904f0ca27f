import { expect, test } from "vitest";
import { ranked } from "./ranking";

const found = (search: string, ...names: string[]) => ranked(names, search, (name) => ({ names: [name] }));

test("what is called exactly that comes first, then names that begin so, then words, then letters anywhere", () => {
  expect(found("relu", "PReLULike", "Tanh", "LeakyReLU", "prelude", "ReLU6", "ReLU")).toEqual([
    "ReLU",
    "ReLU6",
    "PReLULike",
    "LeakyReLU",
    "prelude",
  ]);
});

test("among equals the given order stays", () => {
  expect(found("conv", "Conv3d", "Conv1d", "Conv2d")).toEqual(["Conv3d", "Conv1d", "Conv2d"]);
  expect(found("", "b", "a")).toEqual(["b", "a"]);
});

test("every word must be found, in any order, and capitals, signs and spaces around do not matter", () => {
  expect(found(" block  DELETE ", "Delete the block", "Delete selection", "Duplicate the block")).toEqual([
    "Delete the block",
  ]);
  expect(found("norm 2d", "BatchNorm1d", "BatchNorm2d", "InstanceNorm2d")).toEqual([
    "BatchNorm2d",
    "InstanceNorm2d",
  ]);
  expect(found("(", "a (b)", "c")).toEqual(["a (b)"]);
});

test("a thing is as near as the nearest of its names", () => {
  const things = [
    { label: "Select everything", other: "all" },
    { label: "Add Addition", other: "Addition" },
    { label: "Add Add", other: "Add" },
  ];
  expect(
    ranked(things, "add", ({ label, other }) => ({ names: [label, other] })).map((t) => t.other),
  ).toEqual(["Add", "Addition"]);
});

test("names go before descriptions, and there too a word that begins so before one that only holds it", () => {
  const things = [
    { name: "Dropout", words: "Drops the normal ones." },
    { name: "Flatten", words: "Abnormal." },
    { name: "LayerNorm", words: "" },
  ];
  expect(ranked(things, "norm", ({ name, words }) => ({ names: [name], words })).map((t) => t.name)).toEqual([
    "LayerNorm",
    "Dropout",
    "Flatten",
  ]);
});
