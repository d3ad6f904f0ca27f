import "../parts/ways.css";
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { Live } from "../../media/Live";
import { useDevice } from "../../media/useDevice";
import type { Given } from "../../types/generated";
import { DrawingPad } from "../DrawingPad";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { Pixels } from "../Pixels";
import { PAD_SIZE, Pad } from "../pad";
import { blank, PixelPad } from "../parts/PixelPad";
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
type Way = (typeof WAYS)[number];

const hasPixels = (given: Picture | null) => given !== null && !Array.isArray(given) && "pixels" in given;

/** A picture for the network: drawn, out of a file, pasted, or what the camera sees right now. */
function PictureField({ asked, given, onGive }: FieldProps<"picture">) {
  const [way, setWay] = useState<Way>("pad");
  const [refusal, setRefusal] = useState<string | null>(null);
  const go = (next: Way) => {
    onGive(null);
    setRefusal(null);
    setWay(next);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const photo = await photoOfFile(file);
      setWay("file");
      setRefusal(null);
      onGive(photo);
    } catch (error) {
      if (!(error instanceof NoPicture)) throw error;
      setRefusal(error.message);
    }
  };
  const brought = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      void take(event.dataTransfer.files[0]);
    },
    onPaste: (event: ClipboardEvent) => void take(event.clipboardData.files[0]),
  };
  const isEdited = hasPixels(given);
  return (
    <div className="tryit-ways" data-takes-files {...brought}>
      <div className="tryit-chips" role="toolbar" aria-label="Where the picture comes from">
        {WAYS.map((each) => (
          <button
            key={each}
            type="button"
            className="tryit-button"
            aria-pressed={each === way && !isEdited}
            onClick={() => go(each)}
          >
            {NAMES[each]}
          </button>
        ))}
      </div>
      {given !== null && !Array.isArray(given) && "pixels" in given ? (
        <PixelPad asked={asked} given={given} onGive={onGive} />
      ) : (
        <>
          {way === "pad" && <Drawn asked={asked} given={given} onGive={onGive} />}
          {way === "file" && <FromFile given={given} onGive={onGive} take={take} isInk={asked.is_ink} />}
          {way === "camera" && <FromCamera onGive={onGive} />}
        </>
      )}
      {refusal && (
        <p className="tryit-refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}

interface GiveProps {
  given: Picture | null;
  onGive: (given: Picture | null) => void;
}

/** Ink is drawn on a pad, and the server makes a sample of it; colours are painted on the picture itself. */
function Drawn({ asked, onGive }: GiveProps & { asked: AskedOf<"picture"> }) {
  if (asked.shape[0] !== 1) return <PixelPad asked={asked} given={blank(asked)} onGive={onGive} />;
  return <DrawnPad name={asked.name} onGive={onGive} />;
}

function DrawnPad({ name, onGive }: { name: string } & Pick<GiveProps, "onGive">) {
  const pad = padOf(name);
  const ask = () =>
    onGive(pad.isEmpty ? null : { drawing: pad.toBase64(), width: PAD_SIZE, height: PAD_SIZE });
  const first = useRef(ask);
  useEffect(() => first.current(), []);
  return <DrawingPad pad={pad} onDraw={ask} />;
}

interface FileProps extends GiveProps {
  take: (file: File | undefined) => Promise<void>;
  isInk: boolean;
}

function FromFile({ given, onGive, take, isInk }: FileProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const photo = given !== null && !Array.isArray(given) && "picture" in given ? given : null;
  return (
    <div className="tryit-file">
      <p>Drop or paste a picture here, or</p>
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
      {photo && isInk && (
        <label className="tryit-fine">
          Ink is{" "}
          <select
            className="field"
            value={photo.ink ?? ""}
            onChange={({ target }) =>
              onGive({ ...photo, ink: target.value === "" ? null : (target.value as "dark" | "light") })
            }
          >
            <option value="">what covers less</option>
            <option value="dark">dark</option>
            <option value="light">light</option>
          </select>
        </label>
      )}
    </div>
  );
}

const EVERY_MS = 200;

/** What the camera sees, asked about again and again. */
function FromCamera({ onGive }: Pick<GiveProps, "onGive">) {
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
function Seen({ asked, hand, given }: { asked: AskedOf<"picture">; hand: Picture; given: Picture }) {
  if (hasPixels(hand) || Array.isArray(given) || !("pixels" in given)) return null;
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
  Field: PictureField,
  call: "Draw, choose a picture or show it something: the network says what it reads.",
  Seen,
};
