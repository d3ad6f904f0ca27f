import { joinPort, type PortRef, refuseWire } from "../../document/reading/ports";
import { factsNow } from "../../editor";
import { notify } from "../../parts/notices";
import type { Action } from "../command";

/** Draws a wire between two ports, from whichever end; a wire that was in the input is replaced. */
export const connect: Action<[PortRef, PortRef]> = {
  id: "connect",
  label: "Connect",
  perform(editor, [one, other]) {
    const { graph } = editor;
    const refusal = refuseWire(graph.block, factsNow(editor), one, other);
    if (refusal) return notify({ title: "These don't connect", text: refusal });
    const [from, to] = one.side === "output" ? [one, other] : [other, one];
    graph.connect(joinPort(to.node, to.port), joinPort(from.node, from.port));
  },
};
