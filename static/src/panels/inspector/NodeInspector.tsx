import { Lock, LockOpen, Trash2 } from "lucide-react";
import { Tile } from "../../canvas/Tile";
import { connect } from "../../commands/actions/connect";
import { disconnect } from "../../commands/actions/disconnect";
import { renameNode } from "../../commands/actions/rename-node";
import { setNote } from "../../commands/actions/set-note";
import { act } from "../../commands/command";
import { command as deleteSelection } from "../../commands/delete";
import { command as duplicateBlock } from "../../commands/duplicate-block";
import { command as freeze } from "../../commands/freeze";
import { command as inlineBlock } from "../../commands/inline-block";
import { keyLabel } from "../../commands/keys";
import { command as lookAtData } from "../../commands/look-at-data";
import { command as openBlockCommand } from "../../commands/open-block";
import { run } from "../../commands/registry";
import { command as repeatBlock } from "../../commands/repeat-block";
import { usedBlock } from "../../document/reading/blocks";
import { isAbout } from "../../document/reading/facts";
import { refuseId } from "../../document/reading/names";
import { fittingOutputs, joinPort, splitPort } from "../../document/reading/ports";
import { checked, frozenInStage, openBlock, pathHere } from "../../document/view/view";
import { useEditor, useFacts, useView } from "../../editor";
import { IconButton } from "../../parts/IconButton";
import { later, Part } from "../../parts/later";
import { TextField } from "../../parts/TextField";
import { NodeLooks } from "../../run/looks/NodeLooks";
import type { Node, NodeReport, NodeType, Port } from "../../types/generated";
import { CostNote, CostRows } from "./Cost";
import { Docs } from "./Docs";
import { Parameters } from "./Parameters";
import { Problems } from "./Problems";

const learning = later(() => import("./Learning").then(({ Learning }) => Learning), true);

/** One node: its problems, its form, its wires, what it computes, and what torch says of it. */
export function NodeInspector({ id }: { id: string }) {
  const node = useView((view) => openBlock(view).nodes[id]);
  const type = useFacts()(id);
  const report = useView((view) => checked(view, id));
  const path = useView((view) => pathHere(view, id));
  if (!node) return null;
  const canFreeze = type?.role === "layer" && learns(node, report);
  return (
    <>
      <Heading
        id={id}
        kind={[node.type, usedBlock(node)].filter(Boolean).join(" ")}
        type={type}
        canFreeze={canFreeze}
      />
      {node.note && <p className="node-note">{node.note}</p>}
      <NodeProblems id={id} />
      {usedBlock(node) !== null && <BlockActions />}
      <section>
        <h3>Inside</h3>
        {type?.role === "data" ? <DataLooks id={id} path={path} /> : <NodeLooks node={id} path={path} />}
      </section>
      <section aria-label="Parameters">
        <IdField id={id} />
        {type && <Parameters id={id} type={type} />}
      </section>
      {canFreeze && <Part of={learning} props={{ id }} />}
      {type && type.inputs.length > 0 && (
        <section>
          <h3>Inputs</h3>
          {type.inputs.map((port) => (
            <InputField key={port.name} node={id} port={port} />
          ))}
        </section>
      )}
      {type && <Shapes type={type} report={report} />}
      <CostSection report={report} />
      <NoteField id={id} note={node.note} />
      {type && <Docs key={type.type} type={type} />}
    </>
  );
}

/** Whether there is something to say of how a node learns: it has weights, or is told not to change them. */
function learns({ frozen, rate }: Node, report: NodeReport | undefined): boolean {
  return Boolean(frozen) || rate !== undefined || (report?.parameters ?? 0) + (report?.frozen ?? 0) > 0;
}

/** The data of a node, which there are before anything is trained. */
function DataLooks({ id, path }: { id: string; path: string | null }) {
  const editor = useEditor();
  return (
    <>
      <button type="button" className="button look-at-data" onClick={() => void run(lookAtData, editor)}>
        Look at the data
      </button>
      <NodeLooks node={id} path={path} untrained="Press Train to see one sample on its way." />
    </>
  );
}

interface HeadingProps {
  id: string;
  kind: string;
  type: NodeType | undefined;
  canFreeze: boolean;
}

function Heading({ id, kind, type, canFreeze }: HeadingProps) {
  const editor = useEditor();
  const isFrozen = useView(
    (view) => Boolean(openBlock(view).nodes[id]?.frozen) || frozenInStage(view).includes(id),
  );
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <Tile type={type} size={15} />
        <h2>{kind}</h2>
        {!isReadOnly && canFreeze && (
          <IconButton
            label={isFrozen ? `Unfreeze ${id}` : `Freeze ${id}`}
            keys={keyLabel("L")}
            icon={isFrozen ? Lock : LockOpen}
            pressed={isFrozen}
            onClick={() => void run(freeze, editor)}
          />
        )}
        {!isReadOnly && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Delete ${id}`}
            onClick={() => void run(deleteSelection, editor)}
          >
            <Trash2 size={15} aria-hidden />
          </button>
        )}
      </div>
      <p className="summary">{type?.summary ?? "This kind of node is not known to the server."}</p>
    </header>
  );
}

const BLOCK_COMMANDS = [repeatBlock, duplicateBlock, inlineBlock];

/** What can be done with the block of the selected node. */
function BlockActions() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <section className="block-actions" aria-label="The block">
      <button type="button" className="button" onClick={() => void run(openBlockCommand, editor)}>
        Open the block
      </button>
      {!isReadOnly &&
        BLOCK_COMMANDS.map((command) => (
          <button key={command.id} type="button" className="link" onClick={() => void run(command, editor)}>
            {command.label}
          </button>
        ))}
    </section>
  );
}

function NodeProblems({ id }: { id: string }) {
  const { report, document, block } = {
    report: useView((view) => view.report),
    document: useView((view) => view.document),
    block: useView((view) => view.block),
  };
  const own = report?.problems.filter((problem) => isAbout(problem, document, block, id)) ?? [];
  return own.length > 0 ? <Problems problems={own} /> : null;
}

function IdField({ id }: { id: string }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <TextField
      label="name"
      help="The name in the Python code."
      value={id}
      isReadOnly={isReadOnly}
      refuse={(text) => refuseId(text.trim(), Object.keys(editor.graph.block.nodes))}
      onKeep={(text) => act(editor, renameNode, { node: id, name: text.trim() })}
    />
  );
}

/** Where an input comes from: the same choice that a wire makes, for keyboard and touch. */
function InputField({ node, port }: { node: string; port: Port }) {
  const editor = useEditor();
  const block = useView(openBlock);
  const facts = useFacts();
  const isReadOnly = useView((view) => view.isReadOnly);
  const target = joinPort(node, port.name);
  const source = block.edges[target] ?? "";
  const fitting = fittingOutputs(block, facts, { node, port: port.name, side: "input" });
  const choose = (chosen: string) => {
    if (chosen === "") return act(editor, disconnect, target);
    const [from, output] = splitPort(chosen);
    act(editor, connect, [
      { node: from, port: output, side: "output" },
      { node, port: port.name, side: "input" },
    ]);
  };
  return (
    <div className="form-row">
      <label htmlFor={`from-${target}`}>{port.name}</label>
      <select
        id={`from-${target}`}
        className="field mono"
        value={source}
        disabled={isReadOnly}
        onChange={({ target: { value } }) => choose(value)}
      >
        <option value="">not connected</option>
        {source && !fitting.includes(source) && <option>{source}</option>}
        {fitting.map((output) => (
          <option key={output}>{output}</option>
        ))}
      </select>
      <div className="form-help">{port.help}</div>
    </div>
  );
}

function Shapes({ type, report }: { type: NodeType; report: NodeReport | undefined }) {
  return (
    <section>
      <h3>Shapes</h3>
      <dl className="facts">
        {[...type.inputs, ...type.outputs].map(({ name }) => {
          const signal = report?.inputs[name] ?? report?.outputs[name];
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{signal ? `${signal.label} ${signal.dtype}` : "…"}</dd>
            </div>
          );
        })}
      </dl>
      <ShapeNote report={report} />
    </section>
  );
}

/** What the letters in the shapes stand for. */
function ShapeNote({ report }: { report: NodeReport | undefined }) {
  const signals = report ? [...Object.values(report.inputs), ...Object.values(report.outputs)] : [];
  const length = signals.find((signal) => signal.length !== null)?.length;
  if (signals.length === 0) return null;
  return (
    <p className="form-help">
      N: the samples of a batch.{length ? ` T: the steps of a sequence, ${length} in this drawing.` : ""}
    </p>
  );
}

function CostSection({ report }: { report: NodeReport | undefined }) {
  return (
    <section>
      <h3>Cost</h3>
      <dl className="facts">
        <CostRows costs={report} />
      </dl>
      <CostNote />
    </section>
  );
}

function NoteField({ id, note }: { id: string; note: string }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  if (isReadOnly) return null; // it stands at the head
  return (
    <section>
      <TextField
        label="note"
        help="A remark for whoever reads the drawing."
        value={note}
        isReadOnly={isReadOnly}
        refuse={(text) => (text.length > 2_000 ? "A note holds at most 2,000 characters." : null)}
        onKeep={(text) => act(editor, setNote, { node: id, note: text })}
      />
    </section>
  );
}
