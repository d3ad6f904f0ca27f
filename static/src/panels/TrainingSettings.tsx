import { setTraining } from "../commands/actions/set-training";
import { act } from "../commands/command";
import { parseValue } from "../document/params";
import { useEditor, useView } from "../editor";
import type { Param, Training } from "../types/generated";
import { TextField } from "./TextField";

const SETTINGS: readonly (Pick<Param, "help" | "minimum" | "maximum"> & { name: keyof Training })[] = [
  { name: "epochs", minimum: 1, maximum: 100_000, help: "How often the network sees all the training data." },
  { name: "batch_size", minimum: 1, maximum: 65_536, help: "How many samples it learns from in one step." },
  {
    name: "seed",
    minimum: 0,
    maximum: 2 ** 31 - 1,
    help: "Where chance begins. The same seed gives the same run.",
  },
];

/** How long, and on how much at a time, the drawing is trained. */
export function TrainingSettings() {
  const editor = useEditor();
  const training = useView((view) => view.document.training);
  const isReadOnly = useView((view) => view.isReadOnly);
  return SETTINGS.map((setting) => {
    const param: Param = {
      ...setting,
      kind: "int",
      default: 0,
      required: true,
      inferred: false,
      choices: [],
      length: null,
      per_axis: false,
      pattern: "",
    };
    return (
      <TextField
        key={setting.name}
        label={setting.name}
        help={setting.help}
        value={String(training[setting.name])}
        isReadOnly={isReadOnly}
        isNumeric
        refuse={(text) => {
          const parsed = parseValue(param, text);
          return parsed.ok ? null : parsed.message;
        }}
        onKeep={(text) => {
          const parsed = parseValue(param, text);
          if (parsed.ok) act(editor, setTraining, { name: setting.name, value: parsed.value as number });
        }}
      />
    );
  });
}
