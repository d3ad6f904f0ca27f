import { joinPort, type PortRef, refuseWire } from "../../document/ports";
import { notify } from "../../panels/notices";
import type { Action } from "../command";

/** Draws a wire between two ports, from whichever end; a wire that was in the input is replaced. */
export const connect: Action<[PortRef, PortRef]> = {
  id: "connect",
  label: "Connect",
  perform({ graph, view }, [one, other]) {
    const refusal = refuseWire(graph.block, view.getState().catalog, one, other);
    if (refusal) return notify({ title: "These don't connect", text: refusal });
    const [from, to] = one.side === "output" ? [one, other] : [other, one];
    graph.connect(joinPort(to.node, to.port), joinPort(from.node, from.port));
  },
};
