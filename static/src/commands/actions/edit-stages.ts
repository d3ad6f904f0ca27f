import { MOST_STAGES, withStage } from "../../document/stages/edits";
import { useNaming } from "../../document/stages/naming";
import { notify } from "../../parts/notices";
import type { Stage } from "../../types/generated";
import type { Action } from "../command";

/** Makes the stages of the training others, as one step of undo; `chosen` is looked at then. */
export const editStages: Action<{ stages: readonly Stage[]; chosen?: number | null }> = {
  id: "edit-stages",
  label: "Edit the stages",
  perform({ graph, view }, { stages, chosen }) {
    graph.setStages(stages);
    if (chosen !== undefined) view.setState({ stage: chosen });
  },
};

/** Adds a stage after the one that is looked at, or as the last; its name is what is typed next. */
export const addStage: Action<null> = {
  id: "add-stage",
  label: "Add a stage",
  perform(editor) {
    const { document, stage } = editor.view.getState();
    if ((document.training.stages?.length ?? 0) >= MOST_STAGES)
      return notify({ title: `A training has at most ${MOST_STAGES} stages` });
    const [stages, chosen] = withStage(document.training, stage ?? undefined);
    editStages.perform(editor, { stages, chosen });
    useNaming.setState({ isNaming: true });
  },
};
