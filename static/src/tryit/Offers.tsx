import { useState } from "react";
import { takeOffer } from "../commands/actions/apply-fix";
import { act } from "../commands/command";
import { useEditor, useView } from "../editor";
import type { Fix } from "../types/generated";

/** Samplers that the drawing lacks, each with the button that adds it. */
export function Offers({ offers }: { offers: readonly Fix[] }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const [isTaken, setTaken] = useState(false);
  const [offer] = offers;
  if (!offer || isReadOnly) return null;
  if (isTaken)
    return (
      <p className="tryit-fine" role="status">
        The drawing has it now. Train again, and it makes samples here.
      </p>
    );
  return (
    <button
      type="button"
      className="tryit-button"
      onClick={() => {
        act(editor, takeOffer, offer);
        setTaken(true);
      }}
    >
      {offer.label}
    </button>
  );
}
