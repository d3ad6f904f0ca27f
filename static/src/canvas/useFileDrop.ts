import { useEffect, useState } from "react";
import { isBeingWritten } from "../document/graph/clipboard";
import { useEditor, useView } from "../editor";
import { notifyFailure } from "../parts/notices";

/**
 * A file that is dropped anywhere is opened as a network of its own where it is one, and else brought as data; so are
 * folders, and what is pasted. True while something is held above the page.
 */
export function useFileDrop(): boolean {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (isReadOnly) return;
    const ending = new AbortController();
    const listen = <Name extends "dragover" | "dragleave" | "drop" | "paste">(
      name: Name,
      hear: (event: WindowEventMap[Name]) => void,
    ) => addEventListener(name, hear, { capture: true, signal: ending.signal });
    const receive = (carried: DataTransfer, isPasted: boolean) => {
      const pieces = piecesOf(carried);
      const text = isPasted ? carried.getData("text/plain") : "";
      import("../own/receive")
        .then(({ receive }) => receive(editor, pieces, text))
        .catch((error: unknown) => notifyFailure("What came could not be taken", error));
    };
    listen("dragover", (event) => {
      if (holdsFiles(event.dataTransfer)) event.preventDefault();
      setIsOver(holdsFiles(event.dataTransfer));
    });
    listen("dragleave", ({ relatedTarget }) => relatedTarget ?? setIsOver(false));
    listen("drop", (event) => {
      setIsOver(false);
      if (event.target instanceof Element && event.target.closest("[data-takes-files]")) return;
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      receive(event.dataTransfer, false);
    });
    listen("paste", (event) => {
      if (!event.clipboardData || !isForData(event.clipboardData, event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      receive(event.clipboardData, true);
    });
    return () => ending.abort();
  }, [editor, isReadOnly]);
  return isOver;
}

const holdsFiles = (carried: DataTransfer | null) => carried?.types.includes("Files") ?? false;

// Known only while the event lasts.
const piecesOf = ({ items }: DataTransfer) =>
  [...items].flatMap((item) =>
    item.kind === "file" ? (item.webkitGetAsEntry?.() ?? item.getAsFile() ?? []) : [],
  );

/** Files, or several lines that are no drawing, unless nodes were copied since; a field's are its own. */
function isForData(carried: DataTransfer, target: EventTarget | null): boolean {
  if (
    target instanceof Element &&
    target.closest("input, textarea, [contenteditable=true], [data-takes-files]")
  )
    return false;
  if (isBeingWritten()) return false;
  if (holdsFiles(carried)) return true;
  const text = carried.getData("text/plain").trim();
  return text.includes("\n") && !text.startsWith('{"layerloom"');
}
