import type { NodeProps } from "@xyflow/react";
import { TriangleAlert } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { applyFix } from "../commands/actions/apply-fix";
import { act } from "../commands/command";
import { mainParams } from "../document/params";
import { problemOf } from "../document/view";
import { useEditor, useView } from "../editor";
import { NodeActivation } from "../run";
import type { NodeReport, NodeType, Problem } from "../types/generated";
import type { FlowNode } from "./flow";
import { PortDot } from "./PortDot";
import { Tile } from "./Tile";

/** Any node, drawn from the server's facts about its type. */
export const LayerNode = memo(function LayerNode({ id, data }: NodeProps<FlowNode>) {
  const { node, type } = data;
  const report = useView((view) => view.report?.nodes[id]);
  const problem = useView((view) => problemOf(view.report, id));
  const peerColor = useView((view) => view.peers.find((peer) => peer.selection.includes(id))?.color);
  return (
    <div
      className={`node ${problem ? "has-problem" : ""}`}
      style={peerColor ? { outlineColor: peerColor } : undefined}
    >
      <Header id={id} kind={node.type} type={type} />
      <div className="node-params" title={node.note || undefined}>
        {(type && mainParams(type.params, node.params)) || <span className="faint">{type?.category}</span>}
      </div>
      {type && <PortRows id={id} type={type} report={report} />}
      {problem && <ProblemLine problem={problem} />}
      <NodeActivation node={id} />
    </div>
  );
});

function Header({ id, kind, type }: { id: string; kind: string; type: NodeType | undefined }) {
  return (
    <div className="node-header">
      <Tile type={type} />
      <span className="node-id" title={id}>
        {id}
      </span>
      <span className="node-kind" title={kind}>
        {kind}
      </span>
    </div>
  );
}

function PortRows({ id, type, report }: { id: string; type: NodeType; report: NodeReport | undefined }) {
  const rows = Math.max(type.inputs.length, type.outputs.length, 1);
  return Array.from({ length: rows }, (_, row) => {
    const input = type.inputs[row];
    const output = type.outputs[row];
    const shape = output && report?.outputs[output.name]?.label;
    return (
      <div className="port-row" key={`${input?.name}:${output?.name}`}>
        {input && <PortDot at={{ node: id, port: input.name, side: "input" }} facts={input} row={row} />}
        <span>{input?.name}</span>
        {output && (
          <span className="port-out">
            {(!shape || type.outputs.length > 1) && <span>{output.name}</span>}
            {shape && <span className="shape">{shape}</span>}
          </span>
        )}
        {output && <PortDot at={{ node: id, port: output.name, side: "output" }} facts={output} row={row} />}
      </div>
    );
  });
}

function ProblemLine({ problem }: { problem: Problem }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const { fix } = problem;
  const mend = (event: MouseEvent) => {
    event.stopPropagation(); // the selection stays what it was
    if (fix) act(editor, applyFix, fix);
  };
  return (
    <div className="node-problem nodrag" title={problem.hint}>
      <TriangleAlert size={12} aria-label="Problem" />
      <span>{problem.message}</span>
      {fix && !isReadOnly && (
        <button type="button" className="fix" onClick={mend}>
          {fix.label}
        </button>
      )}
    </div>
  );
}
