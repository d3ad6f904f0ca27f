import { type ReactNode, useEffect } from "react";
import { type Editor, EditorContext } from "../editor";
import { followPast, usePast } from "./past";

/** The drawing that the page shows: the one that is worked on, or the one that a chosen run was trained with. */
export function Shown({ live, children }: { live: Editor; children: ReactNode }) {
  const past = usePast(({ editor }) => editor);
  useEffect(() => followPast(live), [live]);
  return <EditorContext value={past ?? live}>{children}</EditorContext>;
}
