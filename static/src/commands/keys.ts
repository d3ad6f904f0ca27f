import type { Editor } from "../editor";
import type { Command } from "./command";
import { COMMANDS, run } from "./registry";

const isMac = globalThis.navigator?.platform?.startsWith("Mac") ?? false;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** True when the pressed key is the shortcut, such as `Mod+Shift+Z` or `?`. */
export function matches(event: Pressed, shortcut: string): boolean {
  const parts = shortcut.split(/\+(?=.)/); // the key may be + itself
  const key = parts.at(-1) ?? "";
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key); // where the sign is, and so Shift, depends on the keyboard
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === parts.includes("Mod") &&
    (isSign || event.shiftKey === parts.includes("Shift")) &&
    event.altKey === parts.includes("Alt")
  );
}

/** A shortcut as this machine's keyboard names it. */
export function keyLabel(shortcut: string): string {
  const words = shortcut.replace("Mod", isMac ? "⌘" : "Ctrl").replace("Shift", isMac ? "⇧" : "Shift");
  return isMac ? words.replaceAll("+", "") : words;
}

/** True where typing belongs to a field, not to the drawing. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null
  );
}

/** Listens for shortcuts and clipboard events on the whole page; returns what ends that. */
export function listenForKeys(shown: () => Editor, byClipboardEvent: Record<string, Command>): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener("keydown", (event) => pressed(event, shown()), { signal });
  for (const [name, command] of Object.entries(byClipboardEvent)) {
    const handle = (event: Event) => {
      if (isTyping(event.target) || hasTextSelection() || isInDialog(event.target)) return;
      event.preventDefault();
      void run(command, shown());
    };
    addEventListener(name, handle, { signal });
  }
  return () => ending.abort();
}

function pressed(event: KeyboardEvent, editor: Editor): void {
  if (event.defaultPrevented || isInDialog(event.target)) return;
  if (event.key === "Enter" && isControl(event.target)) return;
  const command = COMMANDS.find(
    ({ keys, isClipboard }) => !isClipboard && keys?.some((shortcut) => matches(event, shortcut)),
  );
  if (!command || (isTyping(event.target) && !command.isWhileTyping)) return;
  event.preventDefault();
  void run(command, editor);
}

// Enter belongs to what has the focus: a button is pressed, a port begins a wire.
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("button, a, summary, [role=button], [role=tab]") !== null
  );
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog], [role=menu]") !== null;
}

function hasTextSelection(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}
