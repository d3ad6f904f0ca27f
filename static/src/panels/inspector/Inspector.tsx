import type { KeyboardEvent } from "react";
import { command as freeze } from "../../commands/freeze";
import { command as makeBlock } from "../../commands/make-block";
import { run } from "../../commands/registry";
import { config } from "../../config";
import { chosenStage, openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { later, Part } from "../../parts/later";
import { CostNote, CostRows } from "./Cost";
import { Defaults } from "./Defaults";
import { NotChecked } from "./NotChecked";
import { AllProblems } from "./Problems";
import { TrainingSettings } from "./TrainingSettings";

const lesson = later(() => import("../../lesson").then(({ LessonCard }) => LessonCard));
const ofStage = later(() => import("./stage/StageForm").then(({ StageForm }) => StageForm));
const ofNode = later(() => import("./NodeInspector").then(({ NodeInspector }) => NodeInspector), true);
const ofBlock = later(() => import("./BlockInspector").then(({ BlockInspector }) => BlockInspector), true);

/** What is selected, in full; when nothing is, the open block or the network as a whole. */
export function Inspector() {
  const editor = useEditor();
  const selection = useView((view) => view.selection);
  const block = useView((view) => view.block);
  const isMain = useView((view) => view.block === view.document.main);
  const hasStage = useView((view) => chosenStage(view) !== undefined);
  const [chosen] = selection;
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault(); // it does not give up the selection, too
    editor.camera?.focus(chosen ?? null);
  };
  return (
    <aside data-over-canvas className="inspector" aria-label="Inspector" onKeyDown={leave}>
      {selection.length === 0 && !hasStage && config.starter && <Part of={lesson} props={{}} />}
      {selection.length === 0 && hasStage && <Part of={ofStage} props={{}} />}
      {selection.length === 0 &&
        !hasStage &&
        (isMain ? <NetworkInspector /> : <Part key={block} of={ofBlock} props={{ name: block }} />)}
      {selection.length === 1 && chosen !== undefined && (
        <Part key={`${block} ${chosen}`} of={ofNode} props={{ id: chosen }} />
      )}
      {selection.length > 1 && <ManyInspector count={selection.length} />}
      <NotChecked />
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
        <>
          <button type="button" className="button" onClick={() => void run(makeBlock, editor)}>
            Make a block of them
          </button>
          <button type="button" className="button" onClick={() => void run(freeze, editor)}>
            Freeze them, or unfreeze them
          </button>
        </>
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
        <h3>Problems</h3>
        <AllProblems />
      </section>
      <section>
        <h3>Training</h3>
        <TrainingSettings />
      </section>
      <Defaults />
    </>
  );
}
