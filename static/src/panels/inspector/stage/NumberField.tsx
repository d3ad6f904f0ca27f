import { formatValue, parseValue } from "../../../document/params/params";
import type { Value } from "../../../document/params/value";
import { useView } from "../../../editor";
import { TextField } from "../../../parts/TextField";
import type { Param } from "../../../types/generated";

interface Props {
  param: Param;
  /** What the stage says; null where it says nothing, if it may. */
  value: Value;
  /** What holds where it says nothing. */
  otherwise?: Value;
  label?: string;
  onKeep: (value: Value) => void;
}

/** A setting that a stage may leave to the training as a whole: then the field is empty, and shows what holds there. */
export function NumberField({ param, value, otherwise, label, onKeep }: Props) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const form = otherwise === undefined ? param : { ...param, required: false, default: null };
  const parse = (text: string) =>
    text.trim() === "" && otherwise !== undefined ? EMPTY : parseValue(form, text);
  return (
    <TextField
      label={label ?? param.name}
      help={param.help}
      value={formatValue(value)}
      placeholder={otherwise === undefined ? "" : formatValue(otherwise) || "torch's default"}
      isReadOnly={isReadOnly}
      isNumeric={param.kind !== "text"}
      refuse={(text) => {
        const parsed = parse(text);
        return parsed.ok ? null : parsed.message;
      }}
      onKeep={(text) => {
        const parsed = parse(text);
        if (parsed.ok) onKeep(parsed.value);
      }}
    />
  );
}

const EMPTY = { ok: true, value: null } as const;
