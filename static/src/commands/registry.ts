import type { Editor } from "../editor";
import { notifyFailure } from "../parts/notices";
import { type Command, isAvailable } from "./command";

const files = import.meta.glob<Command>(
  ["./*.ts", "!./*.test.ts", "!./command.ts", "!./registry.ts", "!./keys.ts"],
  {
    eager: true,
    import: "command",
  },
);

/** Every command that menus, toolbar, shortcuts and the command palette offer. */
export const COMMANDS: readonly Command[] = collect(files);

function collect(found: Record<string, Command>): Command[] {
  const commands: Command[] = [];
  for (const [path, command] of Object.entries(found)) {
    if (path !== `./${command.id}.ts`) throw new Error(`${path} holds the command ${command.id}`);
    const rival = commands.find((other) => other.keys?.some((key) => command.keys?.includes(key)));
    if (rival) throw new Error(`${command.id} and ${rival.id} share a shortcut`);
    commands.push(command);
  }
  return commands.sort((one, other) => one.label.localeCompare(other.label));
}

/** Does a command if it can be done now, and says why when it fails. */
export async function run(command: Command, editor: Editor): Promise<void> {
  if (!isAvailable(command, editor)) return;
  try {
    await command.perform(editor);
  } catch (error) {
    notifyFailure(`${command.label} did not work`, error);
  }
}
