import { Trash2 } from "lucide-react";
import { goTo } from "../../commands/actions/go";
import { renameBlock } from "../../commands/actions/rename-block";
import { act } from "../../commands/command";
import { command as deleteBlock } from "../../commands/delete-block";
import { run } from "../../commands/registry";
import { portsOf, usersOf } from "../../document/reading/blocks";
import { refuseId } from "../../document/reading/names";
import { openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { TextField } from "../../parts/TextField";
import { Defaults } from "./Defaults";
import { AllProblems } from "./Problems";

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
