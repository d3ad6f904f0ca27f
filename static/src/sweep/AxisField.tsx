import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { changeAxis, type DraftAxis, leaveOut, wasJustChosen } from "./draft";

/** One setting that is varied: between two numbers, or over a list of values. */
export function AxisField({ axis, isGrid }: { axis: DraftAxis; isGrid: boolean }) {
  const { path, param, kind } = axis;
  const set = (change: Partial<DraftAxis>) => changeAxis(path, change);
  const isNumber = ["int", "float", "size"].includes(param.kind);
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (!wasJustChosen(path)) return;
    const first = fields.current?.querySelector("input");
    first?.focus();
    first?.select();
  }, [path]);
  return (
    <fieldset className="sweep-axis" ref={fields}>
      <legend className="mono" title={param.help}>
        {path}
      </legend>
      {isNumber && (
        <select
          className="field"
          aria-label={`How ${path} is varied`}
          value={kind}
          onChange={({ target }) => set({ kind: target.value as DraftAxis["kind"] })}
        >
          <option value="range">range</option>
          <option value="choices">values</option>
        </select>
      )}
      {kind === "range" ? <Range axis={axis} isGrid={isGrid} /> : <Values axis={axis} />}
      <button
        type="button"
        className="icon-button"
        aria-label={`Don't vary ${path}`}
        title="Don't vary it"
        onClick={() => leaveOut(path)}
      >
        <X aria-hidden size={14} />
      </button>
    </fieldset>
  );
}

function Range({ axis: { path, low, high, scale, points }, isGrid }: { axis: DraftAxis; isGrid: boolean }) {
  return (
    <>
      <Typed label={`${path} from`} value={low} onType={(text) => changeAxis(path, { low: text })} />
      <span aria-hidden>–</span>
      <Typed label={`${path} to`} value={high} onType={(text) => changeAxis(path, { high: text })} />
      <select
        className="field"
        aria-label={`Scale of ${path}`}
        title="In powers of ten, 0.001 is as likely as 0.1"
        value={scale}
        onChange={({ target }) => changeAxis(path, { scale: target.value as DraftAxis["scale"] })}
      >
        <option value="linear">even</option>
        <option value="log">log</option>
      </select>
      {isGrid && (
        <>
          <Typed
            label={`Points of ${path}`}
            value={points}
            onType={(text) => changeAxis(path, { points: text })}
          />
          <span aria-hidden className="run-fine">
            points
          </span>
        </>
      )}
    </>
  );
}

function Values({ axis: { path, choices } }: { axis: DraftAxis }) {
  return (
    <Typed
      label={`Values of ${path}`}
      value={choices}
      onType={(text) => changeAxis(path, { choices: text })}
    />
  );
}

interface TypedProps {
  label: string;
  value: string;
  onType: (text: string) => void;
}

function Typed({ label, value, onType }: TypedProps) {
  return (
    <input
      className="field mono"
      aria-label={label}
      title={label}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onType(target.value)}
    />
  );
}
