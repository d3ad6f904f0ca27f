import { Handle, Position as Sides, useConnection } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import { connect } from "../commands/actions/connect";
import { act } from "../commands/command";
import { rowMiddle } from "../document/layout/geometry";
import { factsIn } from "../document/reading/facts";
import { type PortRef, refuseWire } from "../document/reading/ports";
import { openBlock } from "../document/view/view";
import { type Editor, useEditor, useView } from "../editor";
import { type Notice, notify, withdraw } from "../parts/notices";
import type { Port } from "../types/generated";

/** One port of a node: a dot to draw wires from, by mouse, touch or Enter. */
export function PortDot({ at, facts, row }: { at: PortRef; facts: Port; row: number }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const isUnfit = useIsUnfit(at);
  const isPending = useView(
    ({ pendingPort: port }) => port?.node === at.node && port.port === at.port && port.side === at.side,
  );
  const isInput = at.side === "input";
  return (
    <Handle
      id={at.port}
      type={isInput ? "target" : "source"}
      position={isInput ? Sides.Left : Sides.Right}
      className={`port ${isUnfit ? "is-unfit" : ""} ${isPending ? "is-pending" : ""}`}
      style={{ top: rowMiddle(row) }}
      data-kind={isInput ? facts.accepts[0] : facts.kind}
      role="button"
      tabIndex={isReadOnly ? -1 : 0}
      aria-label={`${at.side} ${at.node}.${at.port}, ${isInput ? facts.accepts.join(" or ") : facts.kind}`}
      title={facts.help || undefined}
      isConnectable={!isReadOnly}
      onKeyDown={(event) => chooseByKey(event, editor, at)}
    />
  );
}

// Enter on one port and then on another draws the wire that a mouse would.
function chooseByKey(event: KeyboardEvent, editor: Editor, at: PortRef): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  const { pendingPort } = editor.view.getState();
  editor.view.setState({ pendingPort: pendingPort ? null : at });
  if (pendingPort) {
    withdraw(begunAt(pendingPort));
    act(editor, connect, [pendingPort, at]);
  } else notify(begunAt(at));
}

function begunAt({ node, port, side }: PortRef): Notice {
  return {
    title: `Wire from ${node}.${port}`,
    text: `Go to ${side === "output" ? "an input" : "an output"} and press Enter. Escape gives up.`,
  };
}

/** True while a wire is drawn that can't end here. */
function useIsUnfit(at: PortRef): boolean {
  const drawn = useConnection(({ fromHandle }) =>
    fromHandle?.id ? `${fromHandle.nodeId}.${fromHandle.id}:${fromHandle.type}` : "",
  );
  return useView((view) => {
    const start = readDrawn(drawn) ?? view.pendingPort;
    if (!start || (start.node === at.node && start.port === at.port && start.side === at.side)) return false;
    return refuseWire(openBlock(view), factsIn(view, view.block), start, at) !== null;
  });
}

function readDrawn(drawn: string): PortRef | null {
  const [, node, port, type] = /^([^.]+)\.(.+):(source|target)$/.exec(drawn) ?? [];
  return node && port ? { node, port, side: type === "source" ? "output" : "input" } : null;
}
