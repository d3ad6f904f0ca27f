import type { OnlyIf, Param } from "../../types/generated";
import { isExpression } from "./expression";
import type { Value } from "./value";

interface Form {
  params: readonly Param[];
  given: Readonly<Record<string, Value>>;
  /** True for a field that may come to be anything, such as one that a sweep varies. */
  isOpen?: (name: string) => boolean;
}

/** Whether a node would do anything else with another value of a field, beside what its other fields are set to. */
export function matters(param: Param, { params, given, isOpen }: Form): boolean {
  return param.only_if.every((condition) => {
    const other = params.find(({ name }) => name === condition.field);
    if (!other || isOpen?.(other.name)) return true;
    const value = given[other.name] ?? other.default;
    return isExpression(value) || holds(condition, value);
  });
}

function holds({ among, unless }: OnlyIf, value: Value): boolean {
  const isOne = (wanted: Value) =>
    Array.isArray(value) ? value.every((each) => each === wanted) : value === wanted;
  return among.length > 0 ? among.some(isOne) : !unless.some(isOne);
}
