import { type DragEvent, useState } from "react";
import { useEditor, useView } from "../editor";
import { openThis } from "../open";

/** A file that is dropped on the canvas is opened as a network of its own; `isOver` while one is held above it. */
export function useFileDrop() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const [isOver, setIsOver] = useState(false);
  const take = (event: DragEvent) => {
    if (isReadOnly || !event.dataTransfer.types.includes("Files")) return false;
    event.preventDefault();
    return true;
  };
  const handlers = {
    onDragOver: (event: DragEvent) => setIsOver(take(event)),
    onDragLeave: () => setIsOver(false),
    onDrop: (event: DragEvent) => {
      setIsOver(false);
      const file = take(event) ? event.dataTransfer.files[0] : undefined;
      if (file) void openThis(editor, file);
    },
  };
  return { isOver, handlers };
}
