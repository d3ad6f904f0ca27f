import type { Action } from "../command";

/** Gives a parameter of the open block another name; the expressions inside and the uses follow. */
export const renameDefault: Action<{ name: string; wanted: string }> = {
  id: "rename-default",
  label: "Rename",
  perform: ({ graph }, { name, wanted }) => graph.renameDefault(name, wanted),
};
