import { useEffect } from "react";
import "./strip.css";
import { Copy, ListPlus, MoveLeft, MoveRight, SlidersHorizontal, Trash2 } from "lucide-react";
import { addStage, editStages } from "../commands/actions/edit-stages";
import { act } from "../commands/command";
import { blockOf } from "../document/reading/blocks";
import { asleepIn } from "../document/stages/awake";
import { MOST_STAGES, withCopy, withMoved, without } from "../document/stages/edits";
import { NOBODY, type ViewStore } from "../document/view/view";
import { useEditor, useView } from "../editor";
import { IconButton } from "../parts/IconButton";
import type { Stage } from "../types/generated";
import { Said } from "./Said";
import { Segments } from "./Segments";

const NONE: readonly Stage[] = [];

/** The stages of the training in their order, above the canvas: choosing one shows what it does there. */
export function Strip() {
  const editor = useEditor();
  const { view } = editor;
  const isReadOnly = useView((now) => now.isReadOnly);
  const stages = useView(({ document }) => document.training.stages) ?? NONE;
  const chosen = useView((now) => now.stage);
  useAsleep(view);
  if (stages.length === 0) return null;
  return (
    <section className="strip" aria-label="Stages of the training">
      <div className="strip-row">
        <button
          type="button"
          className="strip-all"
          aria-pressed={chosen === null}
          title="The training as a whole: all that is drawn, and what is frozen in it all along"
          onClick={() => view.setState({ stage: null })}
        >
          All stages
        </button>
        <Segments stages={stages} chosen={chosen} />
        {!isReadOnly && (
          <IconButton label="Add a stage" icon={ListPlus} onClick={() => act(editor, addStage, null)} />
        )}
      </div>
      {chosen !== null && stages[chosen] && (
        <div className="strip-row strip-more">
          <Said stage={stages[chosen]} />
          {!isReadOnly && <Tools stages={stages} chosen={chosen} />}
        </div>
      )}
    </section>
  );
}

/** Tells the canvas what does nothing in the chosen stage; one set for as long as it is the same. */
function useAsleep(view: ViewStore): void {
  useEffect(() => {
    const look = () => {
      const { document, catalog, stage, asleep } = view.getState();
      const chosen = stage === null ? undefined : document.training.stages?.[stage];
      const next = chosen ? asleepIn(blockOf(document), catalog, chosen) : NOBODY;
      if ([...next].join(" ") !== [...asleep].join(" ")) view.setState({ asleep: next });
    };
    look();
    const leave = view.subscribe((now, before) => {
      if (now.stage !== before.stage || now.document !== before.document || now.catalog !== before.catalog)
        look();
    });
    return () => {
      leave();
      view.setState({ asleep: NOBODY });
    };
  }, [view]);
}

interface ToolsProps {
  stages: readonly Stage[];
  chosen: number;
}

/** What can be done with the chosen stage. */
function Tools({ stages, chosen }: ToolsProps) {
  const editor = useEditor();
  const make = (next: readonly Stage[], at: number | null) =>
    act(editor, editStages, { stages: next, chosen: at });
  return (
    <div className="button-row">
      <IconButton
        label="Settings of the stage"
        icon={SlidersHorizontal}
        onClick={() => editor.view.setState({ selection: [], selectedWires: [], isInspectorOpen: true })}
      />
      <IconButton
        label="Move the stage to the left"
        keys="Alt+←"
        icon={MoveLeft}
        disabled={chosen === 0}
        onClick={() => make(withMoved(stages, chosen, chosen - 1), chosen - 1)}
      />
      <IconButton
        label="Move the stage to the right"
        keys="Alt+→"
        icon={MoveRight}
        disabled={chosen === stages.length - 1}
        onClick={() => make(withMoved(stages, chosen, chosen + 1), chosen + 1)}
      />
      <IconButton
        label="Duplicate the stage"
        icon={Copy}
        disabled={stages.length >= MOST_STAGES}
        onClick={() => make(withCopy(stages, chosen), chosen + 1)}
      />
      <IconButton
        label="Remove the stage"
        icon={Trash2}
        onClick={() => make(without(stages, chosen), null)}
      />
    </div>
  );
}
