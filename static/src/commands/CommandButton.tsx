import { useEditor, useView } from "../editor";
import { IconButton } from "../parts/IconButton";
import { type Command, isAvailable } from "./command";
import { keyLabel } from "./keys";
import { run } from "./registry";

/** A command as a button, which is off while it can't be done. */
export function CommandButton({ command }: { command: Command }) {
  const editor = useEditor();
  const isOff = useView(() => !isAvailable(command, editor));
  const key = command.keys?.[0];
  return (
    <IconButton
      label={command.label}
      icon={command.icon}
      keys={key && keyLabel(key)}
      disabled={isOff}
      onClick={() => void run(command, editor)}
    />
  );
}
