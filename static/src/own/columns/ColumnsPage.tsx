import "./columns.css";
import { make, useDraft } from "../draft";
import { filesWords, rowsWords } from "../words";
import { ColumnRow } from "./ColumnRow";
import { Settings } from "./Settings";
import { Shares } from "./Shares";
import { whyNotYet } from "./whyNotYet";

/** What is in the files, column by column, and what is to become of it. */
export function ColumnsPage() {
  const survey = useDraft((draft) => draft.data?.survey ?? null);
  const choices = useDraft((draft) => draft.choices);
  const files = useDraft((draft) => draft.data?.files);
  if (!survey || !choices || !files) return null;
  const refusal = whyNotYet(choices);
  return (
    <div className="own-columns">
      <section className="own-table" aria-label="Columns" data-scrolls>
        <p>
          {survey.source}. <span className="own-fine">{filesWords(files)}</span>
        </p>
        {survey.notes.map((note) => (
          <p key={note} className="own-note">
            {note}
          </p>
        ))}
        <table>
          <thead className="own-table-head">
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Examples</th>
              <th scope="col">How often</th>
              <th scope="col">Kind</th>
              <th scope="col">Used as</th>
            </tr>
          </thead>
          <tbody>
            {survey.columns.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                rows={survey.rows}
                choice={choices.columns[column.name]}
              />
            ))}
          </tbody>
        </table>
      </section>
      <aside className="own-choices" aria-label="What becomes of it">
        <p>
          <strong>{rowsWords(survey.rows, survey.looked_at)}</strong>
        </p>
        <Shares rows={(choices.form ?? survey.form) === "steps" ? null : survey.rows} choices={choices} />
        <Settings choices={choices} form={survey.form} />
        {refusal && <p className="own-note">{refusal}</p>}
        <button
          type="button"
          className="button own-main"
          data-first-focus
          disabled={refusal !== null}
          onClick={() => void make()}
        >
          Make it
        </button>
      </aside>
    </div>
  );
}
