import { expect, test } from "vitest";
import type { OnlyIf } from "../../types/generated";
import { matters } from "./matters";
import { param } from "./param.fixture";
import { mainParams } from "./params";
import type { Value } from "./value";

const field = (name: string, fallback: Value, ...only_if: OnlyIf[]) =>
  param({ name, kind: "float", default: fallback, only_if });

const among = (field: string, ...values: Value[]): OnlyIf => ({ field, among: values, unless: [] });
const unless = (field: string, ...values: Value[]): OnlyIf => ({ field, among: [], unless: values });

const params = [
  field("optimizer", "Adam"),
  field("momentum", 0.9, among("optimizer", "SGD", "RMSprop")),
  field("nesterov", false, among("optimizer", "SGD"), unless("momentum", 0)),
  field("padding", 0),
  field("padding_mode", "zeros", unless("padding", 0, "valid")),
];

const shown = (given: Record<string, Value>, isOpen?: (name: string) => boolean) =>
  params
    .filter((each) => matters(each, { params, given, ...(isOpen && { isOpen }) }))
    .map(({ name }) => name);

test("a field is shown for the choices that it belongs to, default or given", () => {
  expect(shown({})).toEqual(["optimizer", "padding"]);
  expect(shown({ optimizer: "RMSprop" })).toEqual(["optimizer", "momentum", "padding"]);
});

test("all that it depends on must hold", () => {
  expect(shown({ optimizer: "SGD" })).toContain("nesterov");
  expect(shown({ optimizer: "SGD", momentum: 0 })).not.toContain("nesterov");
});

test("a size of one number per axis is what all of them are", () => {
  expect(shown({ padding: [0, 0] })).not.toContain("padding_mode");
  expect(shown({ padding: [0, 1] })).toContain("padding_mode");
  expect(shown({ padding: "valid" })).not.toContain("padding_mode");
});

test("beside what is computed or varied a field is shown: it may come to matter", () => {
  expect(shown({ padding: "=width" })).toContain("padding_mode");
  expect(shown({}, (name) => name === "optimizer")).toContain("momentum");
});

test("the line on a node leaves out what does not matter", () => {
  expect(mainParams(params, { optimizer: "SGD", momentum: 0.5 })).toContain("momentum=0.5");
  expect(mainParams(params, { momentum: 0.5 })).not.toContain("momentum");
});
