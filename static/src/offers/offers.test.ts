import { expect, test } from "vitest";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { EMPTY_BLOCK } from "../document/reading/blocks";
import type { ShippedBlock } from "../server";
import type { Document, NodeType } from "../types/generated";
import { findOffers, grouped, offersOf, ownBlocksOf, shelfOf } from "./offers";

const type = (name: string, role: NodeType["role"], category: string): NodeType => ({
  type: name,
  category,
  role,
  summary: `${name} does what it is called after.`,
  in_torchs_words: false,
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
});
const library = [
  shipped("bottleneck", "ResNet bottleneck", "Block", "Residual"),
  shipped("old", "Old", "Gone", ""),
];
const offers = [...offersOf(catalog, true), ...shelfOf(library, catalog)];
const names = (search: string) =>
  grouped(findOffers(offers, search)).map(([title, offers]) => [title, offers.map(({ label }) => label)]);

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

test("a layer that is called exactly that goes before those whose name or description only holds it", () => {
  const norms = ["BatchNorm1d", "Normalize", "Norm", "PairNorm"].map((name) =>
    type(name, "layer", "Normalization"),
  );
  const known = new Map([...types, ...norms].map((each) => [each.type, each]));
  expect(findOffers(offersOf(known, true), "norm").map(({ label }) => label)).toEqual([
    "Norm",
    "Normalize",
    "BatchNorm1d",
    "PairNorm",
  ]);
});

test("a block of this network is found by its name and by being a block, but not inside of itself", () => {
  const blocks = { main: EMPTY_BLOCK, features: EMPTY_BLOCK };
  const document: Document = { version: 1, main: "main", blocks, training: DEFAULT_TRAINING };
  const own = (here: string) =>
    findOffers(ownBlocksOf(document, here, catalog), "block feat").map((o) => o.label);
  expect(own("main")).toEqual(["features"]);
  expect(own("features")).toEqual([]);
});
