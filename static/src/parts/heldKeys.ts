/**
 * Keeps what is typed between the press that opens a dialog and the dialog, whose code may still be on its way, and
 * types it into what the dialog gives the focus to. Escape gives up: `onEscape`.
 *
 * @returns Ends the keeping.
 */
export function holdKeys(onEscape: () => void): () => void {
  if (isInDialog(document.activeElement)) return () => {};
  const held: string[] = [];
  const over = new AbortController();
  const listening = { capture: true, signal: over.signal };
  const hold = (event: KeyboardEvent) => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isText = [...event.key].length === 1;
    if (!isText && event.key !== "Enter" && event.key !== "Escape" && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== "Escape") return void held.push(event.key);
    over.abort();
    onEscape();
  };
  let isReleasing = false;
  const release = async ({ target }: FocusEvent) => {
    if (isReleasing || !isInDialog(target)) return;
    isReleasing = true;
    while (held.length > 0) {
      await new Promise((resolve) => setTimeout(resolve)); // what the key before did must be seen by the next
      press(held.shift() ?? "");
    }
    over.abort();
  };
  addEventListener("keydown", hold, listening);
  addEventListener("focusin", release, listening);
  return () => over.abort();
}

const isInDialog = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("[role=dialog]") !== null;

/** Presses a key where the focus is, as far as a page can do what a hand does. */
function press(key: string): void {
  // the one way to type into a field as a hand does: over what is selected, undoable, and heard by whoever listens
  if ([...key].length === 1) return void document.execCommand("insertText", false, key);
  const there = document.activeElement;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (there?.dispatchEvent(event) && key === "Enter") there.closest("form")?.requestSubmit();
}
