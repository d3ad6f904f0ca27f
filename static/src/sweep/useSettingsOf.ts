import { ApiError } from "../api";
import { act } from "../commands/command";
import { useEditor } from "../editor";
import { notify } from "../parts/notices";
import { backToDrawing, usePast } from "../past/past";
import { fetchDrawing } from "../run/live/drawings";
import { DRAWING } from "./arms";
import type { Trial } from "./sweeps";
import { writeDrawing } from "./writeDrawing";
import { writeTrial } from "./writeTrial";

/** What writes the settings of a trial into the drawing, or makes it the drawing of its arm, and says so. */
export function useSettingsOf(): (trial: Trial) => void {
  const editor = useEditor();
  const tell = ({ number }: Trial, what: string) => {
    if (usePast.getState().editor) backToDrawing();
    notify({ title: `${what} of trial ${number + 1}`, text: "Undo takes them back." });
  };
  const draw = async (trial: Trial) => {
    try {
      act(editor, writeDrawing, await fetchDrawing(trial.run.id));
      tell(trial, "This is the drawing, with the settings,");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notify({ title: "The drawing of this trial can't be fetched now", text: error.message });
    }
  };
  return (trial) => {
    if (DRAWING in trial.values) return void draw(trial);
    act(editor, writeTrial, trial.values);
    tell(trial, "The drawing has the settings");
  };
}
