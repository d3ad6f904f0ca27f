import { command as makeBlock } from "../commands/make-block";
import { run } from "../commands/registry";
import { openBlock } from "../document/view";
import { useEditor, useView } from "../editor";
import { BlockInspector } from "./BlockInspector";
import { CostNote, CostRows } from "./Cost";
import { NodeInspector } from "./NodeInspector";
import { AllProblems } from "./Problems";
import { TrainingSettings } from "./TrainingSettings";

/** What is selected, in full; when nothing is, the open block or the network as a whole. */
export function Inspector() {
  const selection = useView((view) => view.selection);
  const block = useView((view) => view.block);
  const isMain = useView((view) => view.block === view.document.main);
  const [chosen] = selection;
  return (
    <aside className="inspector" aria-label="Inspector">
      {selection.length === 0 &&
        (isMain ? <NetworkInspector /> : <BlockInspector key={block} name={block} />)}
      {selection.length === 1 && chosen !== undefined && (
        <NodeInspector key={`${block} ${chosen}`} id={chosen} />
      )}
      {selection.length > 1 && <ManyInspector count={selection.length} />}
    </aside>
  );
}

function ManyInspector({ count }: { count: number }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <section className="block-actions">
      <p className="hint">{count} nodes are selected. Drag one to move them together.</p>
      {!isReadOnly && (
        <button type="button" className="button" onClick={() => void run(makeBlock, editor)}>
          Make a block of them
        </button>
      )}
    </section>
  );
}

function NetworkInspector() {
  const report = useView((view) => view.report);
  const nodes = useView((view) => Object.keys(openBlock(view).nodes).length);
  return (
    <>
      <section>
        <h2>Network</h2>
        <dl className="facts">
          <div>
            <dt>Nodes</dt>
            <dd>{nodes}</dd>
          </div>
          <CostRows costs={report} />
        </dl>
        <CostNote />
      </section>
      <section>
        <h3>Training</h3>
        <TrainingSettings />
      </section>
      <section>
        <h3>Problems</h3>
        <AllProblems />
      </section>
    </>
  );
}
