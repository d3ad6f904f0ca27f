import type { ComponentProps } from "react";
import { createPortal } from "react-dom";
import { Tile } from "../../canvas/Tile";
import { rowMiddle, SIZE } from "../../document/layout/geometry";
import { type Editor, useEditor } from "../../editor";
import { addOffer } from "../../offers/addOffer";
import type { Offer } from "../../offers/offers";
import { usePointerDrag } from "../../parts/usePointerDrag";

/** Something to drag onto the canvas, or to click. */
export function PaletteItem({ offer }: { offer: Offer }) {
  const { ghost, handlers } = useDragOut(offer);
  return (
    <button
      type="button"
      className="palette-item"
      aria-label={`Add ${offer.label}`}
      title={offer.shipped?.reference ?? offer.summary}
      {...handlers}
    >
      <Face offer={offer} />
      <span className="palette-summary">{offer.summary}</span>
      {ghost}
    </button>
  );
}

interface FoundItemProps extends ComponentProps<"div"> {
  offer: Offer;
  isMarked: boolean;
}

/** The same among what a search has found, where the field keeps the focus. */
export function FoundItem({ offer, isMarked, ...option }: FoundItemProps) {
  const { ghost, handlers } = useDragOut(offer);
  return (
    <div
      {...option}
      role="option"
      aria-selected={isMarked}
      tabIndex={-1}
      className="palette-item"
      aria-label={`Add ${offer.label}`}
      title={offer.shipped?.reference ?? offer.summary}
      {...handlers}
      onPointerMove={(event) => {
        option.onPointerMove?.(event);
        handlers.onPointerMove(event);
      }}
    >
      <Face offer={offer} />
      <span className="palette-summary">{offer.summary}</span>
      {ghost}
    </div>
  );
}

/** What an offer needs to be dragged out or clicked, and what shows under the hand on the way. */
function useDragOut(offer: Offer) {
  const editor = useEditor();
  const drop = (x: number, y: number) => dropAt(editor, offer, x, y);
  const { at, handlers } = usePointerDrag(drop, () => addOffer(editor, offer));
  const ghost =
    at &&
    createPortal(
      <div className="palette-ghost" style={{ transform: `translate(${at.x - 98}px, ${at.y - 20}px)` }}>
        <Face offer={offer} />
      </div>,
      document.body,
    );
  return { ghost, handlers };
}

function dropAt(editor: Editor, offer: Offer, clientX: number, clientY: number): void {
  const under = document.elementFromPoint(clientX, clientY);
  if (!under?.closest("#canvas")) return;
  const [x, y] = editor.camera?.placeOf(clientX, clientY) ?? [0, 0];
  addOffer(editor, offer, [x - SIZE.width / 2, y - rowMiddle(0) / 2]);
}

function Face({ offer: { type, label } }: { offer: Offer }) {
  return (
    <span className="palette-face">
      <Tile type={type} />
      <span>{label}</span>
    </span>
  );
}
