import { useEffect, useRef, useState } from "react";
import { parseValue } from "../document/params/params";
import { epochsParam, refuseName } from "../document/stages/edits";
import { tip } from "../parts/Tooltips";
import type { Stage } from "../types/generated";

interface FieldProps {
  label: string;
  value: string;
  className: string;
  isNumeric?: boolean;
  isFocused?: boolean;
  refuse: (text: string) => string | null;
  onFocus?: () => void;
  onKeep: (text: string) => void;
}

/** A field in a line: it keeps what is typed on Enter or on leaving it, and goes back to what was on Escape. */
function Field({ label, value, className, isNumeric, isFocused, refuse, onFocus, onKeep }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (!isFocused) return;
    field.current?.focus();
    field.current?.select();
  }, [isFocused]);
  const refusal = typed === value ? null : refuse(typed);
  const keep = () => {
    if (typed !== value && refusal === null) onKeep(typed);
    else setTyped(value);
  };
  return (
    <input
      ref={field}
      className={`field ${className}`}
      aria-label={label}
      aria-invalid={refusal !== null}
      value={typed}
      inputMode={isNumeric ? "decimal" : "text"}
      autoComplete="off"
      spellCheck={false}
      placeholder={isNumeric ? "" : "name"}
      {...(refusal ? tip(refusal) : {})}
      onChange={({ target }) => setTyped(target.value)}
      onFocus={onFocus}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key !== "Escape") return;
        event.preventDefault();
        setTyped(value);
      }}
    />
  );
}

interface NameProps {
  name: string;
  isFocused: boolean;
  onFocus: () => void;
  onKeep: (name: string) => void;
}

export function NameField({ name, isFocused, onFocus, onKeep }: NameProps) {
  return (
    <Field
      label="Name of the stage"
      className="strip-name-field"
      value={name}
      isFocused={isFocused}
      onFocus={onFocus}
      refuse={(text) => refuseName(text.trim())}
      onKeep={(text) => onKeep(text.trim())}
    />
  );
}

interface EpochsProps {
  stages: readonly Stage[];
  index: number;
  onKeep: (epochs: number) => void;
}

export function EpochsField({ stages, index, onKeep }: EpochsProps) {
  const param = epochsParam(stages, index);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: its field is labelled by itself; the word is for eyes
    <label className="strip-epochs">
      <Field
        label="Epochs of the stage"
        className="strip-epochs-field"
        value={String(stages[index]?.epochs ?? "")}
        isNumeric
        refuse={(text) => {
          const parsed = parseValue(param, text);
          return parsed.ok ? null : parsed.message;
        }}
        onKeep={(text) => {
          const parsed = parseValue(param, text);
          if (parsed.ok) onKeep(parsed.value as number);
        }}
      />
      <span aria-hidden>epochs</span>
    </label>
  );
}
