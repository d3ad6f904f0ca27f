import { useState } from "react";
import { asPng } from "../../media/fit";
import { DrawingPad } from "../../tryit/DrawingPad";
import { Pad } from "../../tryit/pad";
import { ByClass } from "./ByClass";
import { addShot, createTakes, newTake } from "./takes";

const takes = createTakes();
const pad = new Pad();

/** Drawings by class, with the pad on which the network can be asked later. */
export function PadPage() {
  const [isEmpty, setIsEmpty] = useState(pad.isEmpty);
  const [number, setNumber] = useState(0);
  const add = async (id: string) => {
    const picture = pad.picture();
    pad.clear();
    setIsEmpty(true);
    setNumber(number + 1);
    addShot(takes, id, {
      take: newTake(),
      content: await asPng(picture),
      face: picture.toDataURL("image/png"),
    });
  };
  return (
    <ByClass
      takes={takes}
      noun="drawing"
      how="draw it"
      suffix="png"
      name="Drawings"
      filler={({ id, name }) => (
        <button
          type="button"
          className="button own-hold"
          aria-label={`Add the drawing to ${name}`}
          disabled={isEmpty}
          onClick={() => void add(id)}
        >
          Add the drawing
        </button>
      )}
    >
      <DrawingPad key={number} pad={pad} onDraw={() => setIsEmpty(pad.isEmpty)} />
      <p>Draw, then press the button of its class. Draw it in many ways, large and small.</p>
    </ByClass>
  );
}
