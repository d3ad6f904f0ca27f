import { Camera, FolderUp, Mic, PenLine, Upload } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { CameraPage } from "./byclass/CameraPage";
import { MicrophonePage } from "./byclass/MicrophonePage";
import { PadPage } from "./byclass/PadPage";
import { bring, type Source, show, useDraft } from "./draft";
import { Earlier } from "./Earlier";
import { limitsWords } from "./words";

const RECORDED = [
  ["camera", "Webcam", Camera, "Hold a button: pictures by class"],
  ["microphone", "Microphone", Mic, "Hold a button: sounds by class"],
  ["pad", "Drawing pad", PenLine, "Drawings by class"],
] as const satisfies readonly (readonly [Source, string, typeof Camera, string])[];

/** Where data come from. */
export function BringPage() {
  const source = useDraft((draft) => draft.source);
  if (source === "camera") return <CameraPage />;
  if (source === "microphone") return <MicrophonePage />;
  if (source === "pad") return <PadPage />;
  return (
    <div className="own-bring">
      <DropZone />
      <section className="own-recorded" aria-label="Record your own">
        {RECORDED.map(([each, name, Icon, help]) => (
          <button key={each} type="button" className="own-source" onClick={() => show("bring", each)}>
            <Icon size={20} aria-hidden />
            <strong>{name}</strong>
            <span>{help}</span>
          </button>
        ))}
      </section>
      <Earlier />
    </div>
  );
}

function DropZone() {
  const limits = useDraft((draft) => draft.limits);
  const data = useDraft((draft) => draft.data);
  return (
    <section className="own-drop" aria-label="Files">
      <Upload size={28} aria-hidden />
      <h3>{data ? `Drop more here, for ${data.name}` : "Drop files or folders here, or paste"}</h3>
      <p>
        A table (CSV, TSV, Excel, Parquet), pictures in folders or in a zip, recordings, texts, JSON, GraphML,
        NumPy arrays.
      </p>
      <div className="button-row">
        <Chooser words="Choose files…" />
        <Chooser words="Choose a folder…" isFolder />
      </div>
      {limits && <p className="own-fine">{limitsWords(limits)}</p>}
      <p className="own-fine">Only you can see it, until you share a network with its data.</p>
    </section>
  );
}

const OF_FOLDERS = { webkitdirectory: "" };

function Chooser({ words, isFolder = false }: { words: string; isFolder?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    target.value = ""; // the same again is a change, too
    if (files.length > 0) void bring(files);
  };
  return (
    <>
      <button
        type="button"
        className="button"
        data-first-focus={isFolder ? undefined : ""}
        onClick={() => input.current?.click()}
      >
        {isFolder && <FolderUp size={15} aria-hidden />}
        {words}
      </button>
      <input ref={input} type="file" hidden multiple onChange={take} {...(isFolder ? OF_FOLDERS : {})} />
    </>
  );
}
