import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import "./byclass.css";
import { bringShots, show, useDraft } from "../draft";
import { count } from "../words";
import { ShotFace } from "./ShotFace";
import {
  addClass,
  clearTakes,
  filesOf,
  nameClass,
  type OwnClass,
  refuseTakes,
  removeClass,
  removeShot,
  type TakesStore,
} from "./takes";

interface ByClassProps {
  takes: TakesStore;
  /** What one of them is called. */
  noun: string;
  suffix: "png" | "wav";
  /** What the data are called. */
  name: string;
  /** What lies beside the classes: what the camera sees. */
  children: ReactNode;
  /** How a class is filled, in words that go on with "3 times at least". */
  how: string;
  /** What fills a class. */
  filler: (known: OwnClass) => ReactNode;
}

/** Classes side by side, each filled by hand; nothing leaves the browser until it is used. */
export function ByClass({ takes, noun, suffix, name, how, children, filler }: ByClassProps) {
  const classes = useStore(takes, (now) => now.classes);
  const data = useDraft((draft) => draft.data);
  const many = classes.reduce((sum, { shots }) => sum + shots.length, 0);
  const refusal = refuseTakes(classes, how);
  const use = async () => {
    await bringShots(filesOf(classes, suffix), name);
    if (useDraft.getState().trouble === null) clearTakes(takes);
  };
  return (
    <div className="own-recording">
      <section className="own-device" aria-label="What is recorded">
        {children}
        <p className="own-fine">
          Your {noun}s stay in this browser until you press “Use these”. Then they are kept here, for you
          alone, until you delete them.
        </p>
        <div className="button-row">
          <button
            type="button"
            className="button own-main"
            disabled={refusal !== null}
            onClick={() => void use()}
            title={data ? `They are added to ${data.name}` : undefined}
          >
            Use these {count(many)}
          </button>
          <button type="button" className="button" onClick={() => show("bring")}>
            Back
          </button>
        </div>
        {refusal && <p className="own-fine">{refusal}</p>}
      </section>
      <ol className="own-classes" aria-label="Classes" data-scrolls>
        {classes.map((known) => (
          <ClassCard key={known.id} takes={takes} known={known} noun={noun} canGo={classes.length > 1}>
            {filler(known)}
          </ClassCard>
        ))}
        <li>
          <button type="button" className="button" onClick={() => addClass(takes)}>
            <Plus size={15} aria-hidden /> Another class
          </button>
        </li>
      </ol>
    </div>
  );
}

interface ClassCardProps {
  takes: TakesStore;
  known: OwnClass;
  noun: string;
  canGo: boolean;
  children: ReactNode;
}

function ClassCard({ takes, known: { id, name, shots }, noun, canGo, children }: ClassCardProps) {
  return (
    <li className="own-class">
      <header>
        <input
          className="field"
          aria-label="Name of the class"
          maxLength={60}
          value={name}
          onChange={({ target }) => nameClass(takes, id, target.value)}
          onFocus={({ target }) => target.select()}
        />
        <span className="own-fine">
          {count(shots.length)} {shots.length === 1 ? noun : `${noun}s`}
        </span>
        {children}
        {canGo && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove ${name} and its ${noun}s`}
            onClick={() => removeClass(takes, id)}
          >
            <X size={15} aria-hidden />
          </button>
        )}
      </header>
      {shots.length > 0 && (
        <ul className="own-shots">
          {[...shots].reverse().map((shot) => (
            <li key={shot.id}>
              <ShotFace face={shot.face} />
              <button
                type="button"
                className="own-shot-delete"
                aria-label={`Delete this ${noun} of ${name}`}
                onClick={() => removeShot(takes, id, shot.id)}
              >
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
