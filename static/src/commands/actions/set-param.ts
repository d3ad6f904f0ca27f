import type { Value } from "../../document/params/value";
import type { Action } from "../command";

/** Sets a parameter of a node; `undefined` goes back to its default. */
export const setParam: Action<{ node: string; name: string; value: Value | undefined }> = {
  id: "set-param",
  label: "Set a parameter",
  perform({ graph }, { node, name, value }) {
    if (value === undefined) graph.unsetParam(node, name);
    else graph.setParam(node, name, value);
  },
};
