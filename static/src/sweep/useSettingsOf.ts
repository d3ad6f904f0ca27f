import { act } from "../commands/command";
import { useEditor } from "../editor";
import { notify } from "../parts/notices";
import { backToDrawing, usePast } from "../past/past";
import type { Trial } from "./sweeps";
import { writeTrial } from "./writeTrial";

/** What writes the settings of a trial into the drawing, and says so. */
export function useSettingsOf(): (trial: Trial) => void {
  const editor = useEditor();
  return ({ number, values }) => {
    act(editor, writeTrial, values);
    if (usePast.getState().editor) backToDrawing();
    notify({ title: `The drawing has the settings of trial ${number + 1}`, text: "Undo takes them back." });
  };
}
