import { writeTrial } from "../commands/actions/write-trial";
import { act } from "../commands/command";
import { useEditor } from "../editor";
import { notify } from "../panels/notices";
import type { Trial } from "./sweeps";

/** What writes the settings of a trial into the drawing, and says so. */
export function useSettingsOf(): (trial: Trial) => void {
  const editor = useEditor();
  return ({ number, values }) => {
    act(editor, writeTrial, values);
    notify({ title: `The drawing has the settings of trial ${number + 1}`, text: "Undo takes them back." });
  };
}
