import { Download } from "lucide-react";
import { useReducer } from "react";
import "./sheet.css";
import { Shown } from "../../data/DataWindow";
import { useEditor } from "../../editor";
import { openFirstFor } from "../../open";
import type { ClassCounts, Preview } from "../../types/generated";
import { ownData, type Version } from "../data";
import { choose, make, shownOf, showVersion, useDraft } from "../draft";
import { useIt } from "../useIt";
import { count, differenceWords, nounOf, samplesWords, twinsWords } from "../words";
import { Balance } from "./Balance";
import { manyMarks, marked, UNMARKED, withMarks } from "./marks";
import { Sheet } from "./Sheet";
import { classCounts, schemaOf, useLook } from "./samples";

/** What was made of files: how many there are of what, what to beware of, and every sample. */
export function VersionPage() {
  const version = useDraft(shownOf);
  const id = useDraft((draft) => draft.data?.id);
  if (!version || !id) return null;
  return <Made key={version.version} data={id} version={version} />;
}

function Made({ data, version }: { data: string; version: Version }) {
  const [marks, mark] = useReducer(marked, UNMARKED);
  const look = useLook(version);
  const counts = classCounts(version, look?.preview ?? null);
  const isSteps = schemaOf(version).form === "steps";
  const choices = useDraft((draft) => draft.choices) ?? version.choices;
  const use = useIt();
  const editor = useEditor();
  const many = manyMarks(marks.now);
  const makeAgain = () => {
    choose(withMarks(choices, marks.now));
    void make();
  };
  return (
    <div className="own-version">
      <aside className="own-facts" aria-label="What there is" data-scrolls>
        <div className="button-row">
          {many > 0 ? (
            <button type="button" className="button own-main" onClick={makeAgain}>
              Make it again, {many === 1 ? "1 sample" : `${count(many)} samples`} changed
            </button>
          ) : (
            <button type="button" className="button own-main" data-first-focus onClick={() => use(version)}>
              Use it
            </button>
          )}
          <button
            type="button"
            className="button"
            title="A network of its own that learns from these data"
            onClick={() => void openFirstFor(editor, version.version)}
          >
            Make a network
          </button>
          <a className="button" href={ownData.download(version.version)} download>
            <Download size={14} aria-hidden /> Download
          </a>
        </div>
        <Versions shown={version} />
        <p>{samplesWords(version.samples)}.</p>
        {version.difference && <p>Against the version before: {differenceWords(version.difference)}.</p>}
        {version.twins.map((twins) => (
          <p key={JSON.stringify(twins)} className="own-note">
            {twinsWords(twins, nounOf(version.choices))}
          </p>
        ))}
        {version.notes.map((note) => (
          <p key={note} className="own-note">
            {note}
          </p>
        ))}
        {counts.map((each) => (
          <Balance key={each.field} counts={each} />
        ))}
      </aside>
      {!look && (
        <p className="own-fine" role="status">
          Looking at the samples…
        </p>
      )}
      {look && !isSteps && (
        <Sheet data={data} version={version} classes={answerOf(version, counts)} marks={marks} mark={mark} />
      )}
      {look?.preview && isSteps && (
        <section className="own-steps" aria-label="Samples">
          <p className="own-fine">Windows of what follows each other, as training sees them.</p>
          <Shown preview={look.preview} />
        </section>
      )}
    </div>
  );
}

/** The classes that samples can be dragged between: those of the answer, null where the answer is no class. */
function answerOf({ choices }: Version, counts: Preview["counts"]): ClassCounts | null {
  const isClass = Object.values(choices.columns).some(
    ({ kind, role }) => kind === "class" && role === "answer",
  );
  return isClass ? (counts.at(-1) ?? null) : null;
}

function Versions({ shown }: { shown: Version }) {
  const versions = useDraft((draft) => draft.data?.versions ?? []);
  if (versions.length < 2) return null;
  return (
    <label className="own-setting">
      Version
      <select className="field" value={shown.version} onChange={({ target }) => showVersion(target.value)}>
        {versions.map(({ version, number, created_at }) => (
          <option key={version} value={version}>
            {number},{" "}
            {new Date(created_at).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" })}
          </option>
        ))}
      </select>
    </label>
  );
}
