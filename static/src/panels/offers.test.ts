import { expect, test } from "vitest";
import type { ShippedBlock } from "../server";
import type { NodeType } from "../types/generated";
import { grouped, offersOf, shelfOf } from "./offers";

const type = (name: string, role: NodeType["role"], category: string): NodeType => ({
  type: name,
  category,
  role,
  summary: `${name} does what it is called after.`,
  docs: "",
  params: [],
  inputs: [],
  outputs: [],
});
const types = [
  type("MSELoss", "loss", "Losses"),
  type("Tanh", "layer", "Activation"),
  type("Block", "layer", "Blocks"),
  type("Input", "input", "Blocks"),
  type("ReLU", "layer", "Activation"),
];
const catalog = new Map(types.map((each) => [each.type, each]));
const shipped = (name: string, title: string, use: string, category: string): ShippedBlock => ({
  name,
  title,
  category,
  summary: "Adds what it finds.",
  reference: "",
  use,
  blocks: {},
});
const library = [
  shipped("bottleneck", "ResNet bottleneck", "Block", "Residual"),
  shipped("old", "Old", "Gone", ""),
];
const names = (search: string) =>
  grouped([...offersOf(catalog, true), ...shelfOf(library, catalog)], search).map(([title, offers]) => [
    title,
    offers.map(({ label }) => label),
  ]);

test("layers stand in their categories, and a block of the library in its own", () => {
  expect(names("")).toEqual([
    ["Activation", ["ReLU", "Tanh"]],
    ["Losses", ["MSELoss"]],
    ["Residual", ["ResNet bottleneck"]],
  ]);
});

test("a block of the library is found by its title, its name, its category and by being a block", () => {
  for (const search of ["resnet", "BOTTLENECK", "residual finds", "block"])
    expect(names(search)).toEqual([["Residual", ["ResNet bottleneck"]]]);
  expect(names("nothing like that")).toEqual([]);
});
