import type { NodeProps } from "@xyflow/react";
import { Lock, MessageSquareText, TriangleAlert } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { applyFix } from "../commands/actions/apply-fix";
import { enterBlock } from "../commands/actions/go";
import { act } from "../commands/command";
import { DataAtNode } from "../data";
import { formatValue, mainParams } from "../document/params/params";
import { usedBlock } from "../document/reading/blocks";
import { problemsInside } from "../document/reading/facts";
import { CHOSEN, nameOfData } from "../document/reading/ownData";
import { checked, pathHere, problemOf, type View } from "../document/view/view";
import { useEditor, useView } from "../editor";
import { NodePicture } from "../run";
import type { NodeReport, NodeType, Problem } from "../types/generated";
import type { FlowNode } from "./flow";
import { PortDot } from "./PortDot";
import { Tile } from "./Tile";

/** Any node, drawn from the server's facts about its type. */
export const LayerNode = memo(function LayerNode({ id, data }: NodeProps<FlowNode>) {
  const { node, type, lock, isAsleep } = data;
  const report = useView((view) => checked(view, id));
  const problem = useView((view) => problemOf(view, id));
  const inside = useView((view) => problemsInside(view, view.block, id));
  const path = useView((view) => pathHere(view, id));
  const peerColor = useView((view) => peerOn(view, id)?.color);
  const block = usedBlock(node);
  const isIdle = report?.is_needed === false && (type?.role === "layer" || type?.role === "loss");
  return (
    <div
      className={`node ${problem || inside > 0 ? "has-problem" : ""} ${problem ? severity(problem) : ""} ${isIdle || isAsleep ? "is-idle" : ""} ${block === null ? "" : "is-block"}`}
      style={peerColor ? { outlineColor: peerColor } : undefined}
    >
      {lock && <LockBadge words={lock} />}
      <Header id={id} kind={kindWords(id, node)} type={type} />
      <div className="node-params">
        {(type && paramWords(type, node.params)) || (
          <span className="faint">{block === null ? type?.category : node.type}</span>
        )}
      </div>
      {node.note && <NoteMark note={node.note} />}
      {type && <PortRows id={id} type={type} report={report} />}
      {problem && <ProblemLine problem={problem} />}
      {inside > 0 && <InsideLine node={id} count={inside} />}
      {type?.role === "data" ? <DataAtNode id={id} /> : <NodePicture node={id} path={path} />}
    </div>
  );
});

/** At the corner, where neither ports nor names are. */
function LockBadge({ words }: { words: string }) {
  return (
    <span className="node-lock" role="img" aria-label={words} title={words}>
      <Lock size={11} strokeWidth={2.6} aria-hidden />
    </span>
  );
}

/** That there is a note, which is shown where the node is pointed at. */
function NoteMark({ note }: { note: string }) {
  return (
    <span className="node-note-mark" role="img" aria-label={`Note: ${note}`}>
      <MessageSquareText strokeWidth={2.4} aria-hidden />
    </span>
  );
}

const peerOn = ({ peers, block }: View, id: string) =>
  peers.find((peer) => peer.block === block && peer.selection.includes(id));

// The header says which block and how often; the line below, what it is given: of own data their name.
const SAID_ELSEWHERE = ["block", "times", ...CHOSEN];

function paramWords({ params }: NodeType, given: FlowNode["data"]["node"]["params"]): string {
  const shown = params.filter(({ name }) => !SAID_ELSEWHERE.includes(name));
  return [nameOfData(given), mainParams(shown, given)].filter(Boolean).join(", ");
}

function kindWords(id: string, node: FlowNode["data"]["node"]): string {
  const block = usedBlock(node);
  if (block === null) return node.type;
  if (node.type === "Block") return block === id ? "" : block;
  const times = node.params.times;
  return node.type === "Repeat" ? `${block} ×${formatValue(times ?? "?")}` : `${node.type} ${block}`;
}

function Header({ id, kind, type }: { id: string; kind: string; type: NodeType | undefined }) {
  return (
    <div className="node-header">
      <Tile type={type} />
      <span className="node-id" title={id}>
        {id.split(/(?<=_)/).map((part, place) => (place === 0 ? part : [<wbr key={part} />, part]))}
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

const severity = (problem: Problem) => (problem.severity === "warning" ? "is-warning" : "");

function ProblemLine({ problem }: { problem: Problem }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const { fix } = problem;
  const mend = (event: MouseEvent) => {
    event.stopPropagation(); // the selection stays what it was
    if (fix) act(editor, applyFix, problem);
  };
  return (
    <div className={`node-problem nodrag ${severity(problem)}`} title={problem.hint}>
      <TriangleAlert size={12} aria-label={problem.severity === "warning" ? "Warning" : "Problem"} />
      <span>{problem.message}</span>
      {fix && !isReadOnly && (
        <button type="button" className="fix" onClick={mend}>
          {fix.label}
        </button>
      )}
    </div>
  );
}

/** That something is wrong in the block that a node uses, and the way there. */
function InsideLine({ node, count }: { node: string; count: number }) {
  const editor = useEditor();
  return (
    <div className="node-problem nodrag">
      <TriangleAlert size={12} aria-label="Problem" />
      <span>{count === 1 ? "A problem inside." : `${count} problems inside.`}</span>
      <button type="button" className="fix" onClick={() => enterBlock(editor, node)}>
        Open
      </button>
    </div>
  );
}
