import { Repeat } from "lucide-react";
import { chosenNode } from "./actions/chosen-block";
import type { Command } from "./command";

const FIRST_TIMES = 2;

export const command: Command = {
  id: "repeat-block",
  label: "Repeat the block, or use it once",
  group: "Edit",
  icon: Repeat,
  isAvailable: (editor) => chosenNode(editor, "Block", "Repeat") !== null,
  perform({ graph, view }) {
    const [id = ""] = view.getState().selection;
    const isRepeat = graph.block.nodes[id]?.type === "Repeat";
    const { stages } = graph.document.training;
    if (isRepeat)
      graph.change(() => {
        graph.setType(id, "Block", { times: undefined });
        if (stages) graph.setStages(stages.map((stage) => ({ ...stage, times: without(stage.times, id) })));
      });
    else graph.setType(id, "Repeat", { times: FIRST_TIMES });
  },
};

const without = (times: Record<string, number>, id: string) =>
  Object.fromEntries(Object.entries(times).filter(([each]) => each !== id));
