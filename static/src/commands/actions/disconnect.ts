import type { Action } from "../command";

/** Takes the wire out of an input, given as `node.port`. */
export const disconnect: Action<string> = {
  id: "disconnect",
  label: "Disconnect",
  perform: ({ graph }, target) => graph.disconnect([target]),
};
