import { useEffect, useState } from "react";
import { setTraining } from "../commands/actions/set-training";
import { act } from "../commands/command";
import { useEditor, useView } from "../editor";
import type { Beginning } from "../types/generated";
import { Fits } from "./Fits";
import { Keeping } from "./Keeping";
import { Source } from "./Source";
import { refreshKept } from "./useKept";

const NONE: readonly Beginning[] = [];

/** What a training of the drawing begins from: fresh weights, or others, and what of these fits. */
export function BeginsFrom() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const beginnings = useView((view) => view.document.training.begins_from ?? NONE);
  const [isMore, setMore] = useState(false);
  useEffect(() => void refreshKept(), []);
  const put = (place: number, beginning: Beginning | null) => {
    const value = [...beginnings];
    value.splice(place, 1, ...(beginning ? [beginning] : []));
    setMore(false);
    act(editor, setTraining, { name: "begins_from", value });
  };
  const shown = beginnings.length === 0 || isMore ? [...beginnings, null] : beginnings;
  return (
    <div className="weights">
      {shown.map((beginning, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place is what tells it from the others
        <div key={place}>
          <Source
            label={place === 0 ? "begins_from" : "and from"}
            beginning={beginning}
            onChoose={(next) => put(place, next)}
          />
          {beginning && <Fits beginning={beginning} place={place} />}
        </div>
      ))}
      {beginnings.length > 0 && !isMore && !isReadOnly && (
        <button type="button" className="link" onClick={() => setMore(true)}>
          And from others…
        </button>
      )}
      <Keeping />
    </div>
  );
}
