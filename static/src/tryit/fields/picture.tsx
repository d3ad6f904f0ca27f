import { useEffect, useRef, useState } from "react";
import { Live } from "../../media/Live";
import { useDevice } from "../../media/useDevice";
import type { Given } from "../../types/generated";
import { DrawingPad } from "../DrawingPad";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { Pixels } from "../Pixels";
import { PAD_SIZE, Pad } from "../pad";
import { NoPicture, photoOf, photoOfFile } from "../photo";

type Picture = Given["picture"];

/** One per field and page: the drawing stays while the panel is folded away. */
const pads = new Map<string, Pad>();

function padOf(name: string): Pad {
  const pad = pads.get(name) ?? new Pad();
  pads.set(name, pad);
  return pad;
}

const WAYS = ["pad", "file", "camera"] as const;
const NAMES = { pad: "Draw", file: "Picture", camera: "Camera" };

/** A picture for the network: drawn, out of a file, or what the camera sees right now. */
function Picture({ asked, given, onGive }: FieldProps<"picture">) {
  const [way, setWay] = useState<(typeof WAYS)[number]>("pad");
  const go = (next: typeof way) => {
    onGive(null);
    setWay(next);
  };
  const isSample = given !== null && !Array.isArray(given) && "pixels" in given;
  return (
    <div className="tryit-ways">
      <div className="tryit-chips" role="toolbar" aria-label="Where the picture comes from">
        {WAYS.map((each) => (
          <button
            key={each}
            type="button"
            className="tryit-button"
            aria-pressed={each === way && !isSample}
            onClick={() => go(each)}
          >
            {NAMES[each]}
          </button>
        ))}
      </div>
      {isSample ? (
        <div className="tryit-paper">
          <Pixels pixels={given.pixels} shape={asked.shape} isInk={asked.is_ink} label="A held-out sample" />
        </div>
      ) : (
        <>
          {way === "pad" && <DrawnPad name={asked.name} onGive={onGive} />}
          {way === "file" && <FromFile onGive={onGive} />}
          {way === "camera" && <FromCamera onGive={onGive} />}
        </>
      )}
    </div>
  );
}

interface GiveProps {
  onGive: (given: Picture | null) => void;
}

/** The server makes a sample of what is drawn. */
function DrawnPad({ name, onGive }: GiveProps & { name: string }) {
  const pad = padOf(name);
  const ask = () =>
    onGive(pad.isEmpty ? null : { drawing: pad.toBase64(), width: PAD_SIZE, height: PAD_SIZE });
  const first = useRef(ask);
  useEffect(() => first.current(), []);
  return <DrawingPad pad={pad} onDraw={ask} />;
}

function FromFile({ onGive }: GiveProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      onGive(await photoOfFile(file));
      setRefusal(null);
    } catch (error) {
      if (!(error instanceof NoPicture)) throw error;
      setRefusal(error.message);
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
function FromCamera({ onGive }: GiveProps) {
  const { stream, trouble } = useDevice("camera");
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!stream) return;
    const look = () => {
      const seen = video.current;
      const photo = seen && photoOf(seen, seen.videoWidth, seen.videoHeight);
      if (photo) onGive(photo);
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [stream, onGive]);
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

/** The picture that the network was given, pixel by pixel. */
function Seen({ asked, given }: { asked: AskedOf<"picture">; given: Picture }) {
  if (Array.isArray(given) || !("pixels" in given)) return null;
  const [, height = 1, width = 1] = asked.shape;
  return (
    <figure className="tryit-seen">
      <Pixels
        pixels={given.pixels}
        shape={asked.shape}
        isInk={asked.is_ink}
        label={`${width} by ${height} pixels`}
      />
      <figcaption className="tryit-fine">
        What the network sees: {width} × {height} pixels
      </figcaption>
    </figure>
  );
}

export const field: FieldKind<"picture"> = {
  key: "picture",
  Field: Picture,
  call: "Draw, choose a picture or show it something: the network says what it reads.",
  Seen,
};
