import { useEffect, useRef, useState } from "react";
import { fitted, valuesOf } from "../media/fit";
import { Live } from "../media/Live";
import { useDevice } from "../media/useDevice";
import { DrawingPad } from "./DrawingPad";
import type { PictureKind } from "./inputKind";
import { PAD_SIZE, Pad } from "./pad";
import type { Question } from "./predict";

/** One per page: the drawing stays while the panel is folded away. */
const pad = new Pad();

const WAYS = [
  ["pad", "Draw"],
  ["file", "Picture"],
  ["camera", "Camera"],
] as const;
type Way = (typeof WAYS)[number][0];

interface TryPictureProps {
  input: PictureKind | { kind: "drawing" };
  onAsk: (question: Question | null) => void;
}

/** A picture for the network: drawn, out of a file, or what the camera sees right now. */
export function TryPicture({ input, onAsk }: TryPictureProps) {
  const [way, setWay] = useState<Way>("pad");
  if (input.kind === "drawing") return <DrawnPad onAsk={onAsk} />;
  const go = (next: Way) => {
    onAsk(null);
    setWay(next);
  };
  return (
    <div className="tryit-ways">
      <div className="chips" role="toolbar" aria-label="Where the picture comes from">
        {WAYS.map(([each, name]) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === way}
            onClick={() => go(each)}
          >
            {name}
          </button>
        ))}
      </div>
      {way === "pad" && <DrawnPad onAsk={onAsk} />}
      {way === "file" && <FromFile onAsk={onAsk} input={input} />}
      {way === "camera" && <FromCamera onAsk={onAsk} input={input} />}
    </div>
  );
}

/** The data set makes a sample of what is drawn. */
function DrawnPad({ onAsk }: Pick<TryPictureProps, "onAsk">) {
  const ask = () =>
    onAsk(pad.isEmpty ? null : { drawing: pad.toBase64(), width: PAD_SIZE, height: PAD_SIZE });
  const first = useRef(ask);
  useEffect(() => first.current(), []);
  return <DrawingPad pad={pad} onDraw={ask} />;
}

type SquareProps = TryPictureProps & { input: PictureKind };

function FromFile({ input, onAsk }: SquareProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      onAsk(asked(await createImageBitmap(file), input));
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
function FromCamera({ input, onAsk }: SquareProps) {
  const { stream, trouble } = useDevice("camera");
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!stream) return;
    const look = () => {
      if (video.current && video.current.videoWidth > 0) onAsk(asked(video.current, input));
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [stream, input, onAsk]);
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
function asked(source: CanvasImageSource, { side, colours }: PictureKind): Question | null {
  const picture = fitted(source, side);
  return picture && { values: valuesOf(picture, colours) };
}
