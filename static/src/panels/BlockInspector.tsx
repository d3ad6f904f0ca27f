import { Trash2 } from "lucide-react";
import { goTo } from "../commands/actions/go";
import { removeDefault } from "../commands/actions/remove-default";
import { renameBlock } from "../commands/actions/rename-block";
import { renameDefault } from "../commands/actions/rename-default";
import { setDefault } from "../commands/actions/set-default";
import { act } from "../commands/command";
import { command as deleteBlock } from "../commands/delete-block";
import { run } from "../commands/registry";
import { portsOf, usersOf } from "../document/blocks";
import { freeId, refuseId } from "../document/names";
import { formatValue, parseFree, type Value } from "../document/params";
import { openBlock } from "../document/view";
import { useEditor, useView } from "../editor";
import { AllProblems } from "./Problems";
import { TextField } from "./TextField";

/** The open block: its name, its parameters, its ports in order, and where it is used. */
export function BlockInspector({ name }: { name: string }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <>
      <header className="inspector-title">
        <h2>Block</h2>
        {!isReadOnly && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Delete ${name}`}
            onClick={() => void run(deleteBlock, editor)}
          >
            <Trash2 size={15} aria-hidden />
          </button>
        )}
      </header>
      <section aria-label="Block">
        <TextField
          label="name"
          help="The name of its class in the Python code."
          value={name}
          isReadOnly={isReadOnly}
          refuse={(text) => refuseId(text.trim(), Object.keys(editor.graph.document.blocks), "block")}
          onKeep={(text) => act(editor, renameBlock, { block: name, name: text.trim() })}
        />
      </section>
      <Defaults />
      <Ports />
      <Uses name={name} />
      <section>
        <h3>Problems</h3>
        <AllProblems />
      </section>
    </>
  );
}

/** The block's own parameters: a name, and what it is where a use says nothing else. */
function Defaults() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const block = useView(openBlock);
  const add = () =>
    act(editor, setDefault, { name: freeId("width", Object.keys(block.params)), value: FIRST_DEFAULT });
  return (
    <section aria-label="Parameters of the block">
      <h3>Parameters</h3>
      {Object.entries(block.params).map(([name, value]) => (
        <Default key={name} name={name} value={value} />
      ))}
      <p className="form-help">
        Each use may set these. Fields of the nodes here may be computed from them: <code>=2 * width</code>
      </p>
      {!isReadOnly && (
        <button type="button" className="button" onClick={add}>
          Add a parameter
        </button>
      )}
    </section>
  );
}

const FIRST_DEFAULT = 16;

function Default({ name, value }: { name: string; value: Value }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const others = useView((view) => Object.keys(openBlock(view).params).join(" "));
  return (
    <fieldset className="default">
      <legend>{name}</legend>
      <TextField
        label="name"
        value={name}
        isReadOnly={isReadOnly}
        refuse={(text) => refuseParam(text.trim(), others.split(" "))}
        onKeep={(text) => act(editor, renameDefault, { name, wanted: text.trim() })}
      />
      <TextField
        label="default"
        value={formatValue(value)}
        isReadOnly={isReadOnly}
        refuse={() => null}
        onKeep={(text) => act(editor, setDefault, { name, value: parseFree(text) })}
      />
      {!isReadOnly && (
        <button
          type="button"
          className="link"
          aria-label={`Remove ${name}`}
          onClick={() => act(editor, removeDefault, { name })}
        >
          Remove
        </button>
      )}
    </fieldset>
  );
}

// What the nodes that use a block say of the use itself.
const TAKEN = ["block", "times"];

function refuseParam(name: string, others: readonly string[]): string | null {
  if (TAKEN.includes(name)) return `${name} says how a block is used. Choose another name.`;
  return refuseId(name, others, "parameter");
}

function Ports() {
  const block = useView(openBlock);
  return (
    <section aria-label="Ports">
      <h3>Ports</h3>
      <dl className="facts">
        <dt>Inputs</dt>
        <dd className="mono">{portsOf(block, "Input").join(", ") || "none"}</dd>
        <dt>Outputs</dt>
        <dd className="mono">{portsOf(block, "Output").join(", ") || "none"}</dd>
      </dl>
      <p className="form-help">Its Input and Output nodes, from top to bottom.</p>
    </section>
  );
}

function Uses({ name }: { name: string }) {
  const editor = useEditor();
  const document = useView((view) => view.document);
  const users = usersOf(document, name);
  return (
    <section aria-label="Uses">
      <h3>Used by</h3>
      {users.length === 0 && <p className="hint">Nothing yet. Drag it from the palette to use it.</p>}
      <ul className="uses">
        {users.map(({ block, node }) => (
          <li key={`${block}.${node}`}>
            <button type="button" className="link" onClick={() => goTo(editor, block, node)}>
              {node} in {block}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
