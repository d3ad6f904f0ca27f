import type { LucideIcon } from "lucide-react";
import type { Editor } from "../editor";

export type Group = "Edit" | "View" | "Help";

/**
 * One thing that a user can do, from a menu, the toolbar, a shortcut or the command palette.
 *
 * The file `commands/<id>.ts` is all there is to add: it is found by walking the folder.
 */
export interface Command {
  id: string;
  label: string;
  group: Group;
  icon: LucideIcon;
  /** Shortcuts such as `Mod+Z` (Ctrl, or the command key on a Mac). */
  keys?: readonly string[];
  /** True when the browser turns the key into a clipboard event, which is handled instead. */
  isClipboard?: boolean;
  /** True when its key works in a field too: it types nothing there. */
  isWhileTyping?: boolean;
  /** Where it stands in the top bar, from the left; absent when it has no button. */
  toolbar?: number;
  /** True when it can also be done on a drawing of somebody else. */
  isForReaders?: boolean;
  isAvailable?(editor: Editor): boolean;
  perform(editor: Editor): void | Promise<void>;
}

/** An action that needs to be told on what: it is done from the canvas or a panel (`commands/actions/`). */
export interface Action<Argument> {
  id: string;
  label: string;
  perform(editor: Editor, argument: Argument): void;
}

/** True when the command can be done now, by this visitor. */
export function isAvailable(command: Command, editor: Editor): boolean {
  if (editor.view.getState().isReadOnly && !command.isForReaders) return false;
  return command.isAvailable?.(editor) ?? true;
}

/** Does an action, unless the drawing is somebody else's. */
export function act<Argument>(editor: Editor, action: Action<Argument>, argument: Argument): void {
  if (!editor.view.getState().isReadOnly) action.perform(editor, argument);
}
