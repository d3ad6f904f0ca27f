import { type ReactNode, useEffect, useId, useState } from "react";

interface Props {
  label: string;
  help?: ReactNode;
  value: string;
  placeholder?: string;
  isReadOnly?: boolean;
  isNumeric?: boolean;
  /** Why the text can't be kept, as a sentence; null when it can. */
  refuse: (text: string) => string | null;
  onKeep: (text: string) => void;
}

/** A field that keeps what is typed on Enter or on leaving it, and says in place what is wrong with it. */
export function TextField({ label, help, value, placeholder, isReadOnly, isNumeric, refuse, onKeep }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const refusal = typed === value ? null : refuse(typed);
  const keep = () => {
    if (typed !== value && refusal === null) onKeep(typed);
  };
  return (
    <div className="form-row">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field mono"
        value={typed}
        placeholder={placeholder}
        readOnly={isReadOnly}
        inputMode={isNumeric ? "decimal" : "text"}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={refusal !== null}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") keep();
          if (event.key !== "Escape" || typed === value) return;
          event.preventDefault(); // the first one gives up what was typed, and nothing else
          setTyped(value);
        }}
      />
      <div id={`${id}-help`} className="form-help">
        {refusal ? (
          <span className="refusal" role="alert">
            {refusal} {value && `It stays ${value}.`}
          </span>
        ) : (
          help
        )}
      </div>
    </div>
  );
}
