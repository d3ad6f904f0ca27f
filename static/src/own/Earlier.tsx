import { Check, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Data } from "./data";
import { forget, open, useDraft } from "./draft";
import { NameField } from "./NameField";
import { useIt } from "./useIt";
import { count, filesWords } from "./words";

/** What was brought before: to be used, looked at, renamed, or deleted for good. */
export function Earlier() {
  const known = useDraft((draft) => draft.known);
  if (!known || known.length === 0) return null;
  return (
    <section className="own-earlier" aria-label="Brought before">
      <h3>Brought before</h3>
      <ul>
        {known.map((data) => (
          <Row key={data.id} data={data} />
        ))}
      </ul>
    </section>
  );
}

function Row({ data }: { data: Data }) {
  const { id, name, files, versions, created_at } = data;
  const use = useIt();
  const [latest] = versions;
  const all = latest?.samples.reduce((sum, many) => sum + many, 0) ?? 0;
  return (
    <li>
      <NameField key={name} id={id} name={name} />
      <span className="own-fine">
        {latest ? `${count(all)} samples, version ${latest.number}` : filesWords(files)} · {dayOf(created_at)}
      </span>
      <button type="button" className="button" onClick={() => void open(id)}>
        Open
      </button>
      {latest && (
        <button type="button" className="button" onClick={() => use(latest)}>
          Use
        </button>
      )}
      <DeleteButton name={name} onDelete={() => void forget(id)} />
    </li>
  );
}

/** Asks for a second press, as there is no way back. */
function DeleteButton({ name, onDelete }: { name: string; onDelete: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  return (
    <button
      type="button"
      className={`button ${isAsked ? "is-danger" : ""}`}
      aria-label={isAsked ? `Delete ${name} for good` : `Delete ${name}`}
      onBlur={() => setIsAsked(false)}
      onClick={() => (isAsked ? onDelete() : setIsAsked(true))}
    >
      {isAsked ? <Check size={15} aria-hidden /> : <Trash2 size={15} aria-hidden />}
      {isAsked && "Press again: gone for good"}
    </button>
  );
}

const dayOf = (moment: string) => new Date(moment).toLocaleDateString(undefined, { dateStyle: "medium" });
