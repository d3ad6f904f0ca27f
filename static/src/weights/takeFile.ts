import { setTraining } from "../commands/actions/set-training";
import { act } from "../commands/command";
import type { Editor } from "../editor";
import { notify, notifyFailure, withdraw } from "../parts/notices";
import { beginningFrom, keptWeights } from "../run/controls/weights";
import { addKept } from "./useKept";

const SUFFIX = ".safetensors";

export const isWeights = (file: File) => file.name.toLowerCase().endsWith(SUFFIX);

/** Keeps a file of weights, and lets the drawing that is open begin from it; says what of it fits, and what does not. */
export async function takeFile(editor: Editor, file: File): Promise<void> {
  const taking = { title: `Taking ${file.name}…`, text: "The network will begin from these weights." };
  notify(taking);
  try {
    const kept = await keptWeights.bring(file);
    addKept(kept);
    const beginning = beginningFrom(kept);
    const { document } = editor.view.getState();
    const { words, fits } = await keptWeights.fit(document, beginning, 0);
    withdraw(taking);
    if (fits) act(editor, setTraining, { name: "begins_from", value: [beginning] });
    notify({
      title: fits ? "Begins from these weights" : "Nothing of these weights fits",
      text: fits ? words : `${words} Choose them under Begins from, and say there which nodes take which.`,
    });
  } catch (error) {
    withdraw(taking);
    notifyFailure(`${file.name} could not be taken`, error);
  }
}
