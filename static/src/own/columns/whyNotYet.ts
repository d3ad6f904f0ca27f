import type { Choices } from "../../types/generated";

/** Why nothing can be made of columns chosen so, in words; null where something can. */
export function whyNotYet({ columns, shares }: Choices): string | null {
  const roles = Object.values(columns).map(({ role }) => role);
  if (!roles.includes("input") && !roles.includes("answer")) return "Choose a column as input.";
  if (shares[0] + shares[1] >= 1) return "Nothing is left to learn from: choose smaller shares.";
  return null;
}
