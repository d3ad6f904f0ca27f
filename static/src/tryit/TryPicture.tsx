import { useEffect, useRef, useState } from "react";
import { fitted, valuesOf } from "../media/fit";
import { Live } from "../media/Live";
import { useDevice } from "../media/useDevice";
import type { Asked } from "../types/generated";
import { waysOf } from "./asks";
import { DrawingPad } from "./DrawingPad";
import { PAD_SIZE, Pad } from "./pad";
import type { Given } from "./predict";

/** One per page: the drawing stays while the panel is folded away. */
const pad = new Pad();

const NAMES = { pad: "Draw", file: "Picture", camera: "Camera" };

interface TryPictureProps {
  field: Asked;
  onGive: (given: Given | null) => void;
}

/** A picture for the network: drawn, out of a file, or what the camera sees right now. */
export function TryPicture({ field, onGive }: TryPictureProps) {
  const ways = waysOf(field);
  const [way, setWay] = useState(ways[0] ?? null);
  const go = (next: typeof way) => {
    onGive(null);
    setWay(next);
  };
  return (
    <div className="tryit-ways">
      {ways.length > 1 && (
        <div className="tryit-chips" role="toolbar" aria-label="Where the picture comes from">
          {ways.map((each) => (
            <button
              key={each}
              type="button"
              className="tryit-button"
              aria-pressed={each === way}
              onClick={() => go(each)}
            >
              {NAMES[each]}
            </button>
          ))}
        </div>
      )}
      {way === "pad" && <DrawnPad onGive={onGive} />}
      {way === "file" && <FromFile onGive={onGive} field={field} />}
      {way === "camera" && <FromCamera onGive={onGive} field={field} />}
    </div>
  );
}

/** The data set makes a sample of what is drawn. */
function DrawnPad({ onGive }: Pick<TryPictureProps, "onGive">) {
  const ask = () =>
    onGive(pad.isEmpty ? null : { drawing: pad.toBase64(), width: PAD_SIZE, height: PAD_SIZE });
  const first = useRef(ask);
  useEffect(() => first.current(), []);
  return <DrawingPad pad={pad} onDraw={ask} />;
}

function FromFile({ field, onGive }: TryPictureProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      onGive(asked(await createImageBitmap(file), field));
      setRefusal(null);
    } catch {
      setRefusal(`${file.name} is no picture that this browser can show. Try a PNG or a JPEG.`);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file is dropped here; the button does the same
    <div
      className="tryit-file"
      data-takes-files
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <p>Drop a picture here, or</p>
      <button type="button" className="tryit-button" onClick={() => chooser.current?.click()}>
        Choose a picture…
      </button>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => void take(target.files?.[0])}
      />
      {refusal && <p role="alert">{refusal}</p>}
    </div>
  );
}

const EVERY_MS = 200;

/** What the camera sees, asked about again and again. */
function FromCamera({ field, onGive }: TryPictureProps) {
  const { stream, trouble } = useDevice("camera");
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!stream) return;
    const look = () => {
      if (video.current && video.current.videoWidth > 0) onGive(asked(video.current, field));
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [stream, field, onGive]);
  if (!stream)
    return (
      <p className="tryit-words" role={trouble ? "alert" : "status"}>
        {trouble ?? "Allow the camera, where the browser asks."}
      </p>
    );
  return (
    <div className="tryit-camera">
      <Live stream={stream} ref={video} />
    </div>
  );
}

/** The middle of a picture, as large as the network takes it. */
function asked(source: CanvasImageSource, { shape: [colours = 1, side = 1] }: Asked): Given | null {
  const picture = fitted(source, side);
  return picture && valuesOf(picture, colours);
}
