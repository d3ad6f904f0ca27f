import { Download } from "lucide-react";
import { useReducer } from "react";
import "./sheet.css";
import { useWanted } from "../../commands/actions/bring-data";
import { useEditor } from "../../editor";
import { openForData } from "../../open";
import { ownData, type Version } from "../data";
import { choose, make, shownOf, showVersion, useDraft } from "../draft";
import { useIt } from "../useIt";
import { count, differenceWords, nounOf, samplesWords, twinsWords } from "../words";
import { Balance } from "./Balance";
import { manyMarks, marked, UNMARKED, withMarks } from "./marks";
import { Sheet } from "./Sheet";
import { useCounts } from "./samples";

/** What was made of files: how many there are of what, what to beware of, and every sample. */
export function VersionPage() {
  const version = useDraft(shownOf);
  const id = useDraft((draft) => draft.data?.id);
  if (!version || !id) return null;
  return <Shown key={version.version} data={id} version={version} />;
}

function Shown({ data, version }: { data: string; version: Version }) {
  const [marks, mark] = useReducer(marked, UNMARKED);
  const counts = useCounts(version);
  const choices = useDraft((draft) => draft.choices) ?? version.choices;
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
            <Uses version={version} />
          )}
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
        {counts?.map((each) => (
          <Balance key={each.field} counts={each} />
        ))}
      </aside>
      {counts && (
        <Sheet data={data} version={version} labels={labelsOf(version, counts)} marks={marks} mark={mark} />
      )}
    </div>
  );
}

/** Into the node that the window was opened from or, where it was opened from none, a network of its own first. */
function Uses({ version }: { version: Version }) {
  const editor = useEditor();
  const use = useIt();
  const isForNode = useWanted(({ node }) => node !== null);
  const main = "button own-main";
  return (
    <>
      {!isForNode && (
        <button
          type="button"
          className={main}
          data-first-focus
          title="A new network that learns from these data, ready to be trained and changed"
          onClick={() => void openForData(editor, version.version)}
        >
          Draw a network for it
        </button>
      )}
      <button
        type="button"
        className={isForNode ? main : "button"}
        {...(isForNode && { "data-first-focus": true })}
        title="As a node of this drawing"
        onClick={() => use(version)}
      >
        Use it
      </button>
    </>
  );
}

/** The classes that samples can be dragged between: those of the answer. */
function labelsOf(
  { choices }: Version,
  counts: NonNullable<ReturnType<typeof useCounts>>,
): readonly string[] {
  const isAnswered = Object.values(choices.columns).some(
    ({ kind, role }) => kind === "class" && role === "answer",
  );
  return isAnswered ? (counts.at(-1)?.classes ?? []) : [];
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
