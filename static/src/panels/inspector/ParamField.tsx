import { type ReactNode, useId } from "react";
import { setParam } from "../../commands/actions/set-param";
import { act } from "../../commands/command";
import { isExpression } from "../../document/params/expression";
import { formatValue, parseValue } from "../../document/params/params";
import type { Value } from "../../document/params/value";
import { holds } from "../../document/reading/blocks";
import { openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { later, Part } from "../../parts/later";
import { TextField } from "../../parts/TextField";
import { pathTo } from "../../sweep/places";
import { Vary } from "../../sweep/Vary";
import type { Param } from "../../types/generated";

interface Props {
  node: string;
  param: Param;
  /** What the drawing says; undefined when it leaves the default. */
  given: Value | undefined;
  /** The size that follows from the input, or what a setting that was left out comes to. */
  inferred: number | string | undefined;
}

const ticks = later(() => import("./NodeTicks").then(({ NodeTicks }) => NodeTicks), true);

/** One parameter of a node, in the form that its kind asks for. */
export function ParamField({ node, param, given, inferred }: Props) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const keep = (value: Value | undefined) => act(editor, setParam, { node, name: param.name, value });
  const value = given === undefined ? param.default : given;
  const source = useView((view) => Object.keys(openBlock(view).params)[0]);
  const isInBlock = useView((view) => view.block !== view.document.main) || source !== undefined;
  if (param.name === "block") return <BlockChoice param={param} value={value} onKeep={keep} />;
  if (param.name === "of") return <NodeChoice node={node} param={param} value={value} onKeep={keep} />;
  if (param.kind === "nodes") return <Part of={ticks} props={{ node, param, value }} />;
  const more = <VaryParam node={node} param={param} value={value} />;
  if (param.inferred && given === undefined) return <InferredSize param={param} inferred={inferred} />;
  if (param.kind === "bool" && !isExpression(value))
    return (
      <Switch
        param={param}
        isOn={value === true}
        isReadOnly={isReadOnly}
        onKeep={keep}
        source={source}
        more={more}
      />
    );
  if (param.kind === "choice" && !isExpression(value))
    return (
      <Choice param={param} value={value} isReadOnly={isReadOnly} onKeep={keep} source={source} more={more} />
    );
  return (
    <TextField
      label={param.name}
      value={formatValue(value)}
      placeholder={placeholderOf(param, inferred)}
      isReadOnly={isReadOnly}
      isNumeric={param.kind !== "text" && param.choices.length === 0 && !isInBlock}
      help={
        <Help
          param={param}
          isGiven={given !== undefined && !isReadOnly}
          onReset={() => keep(undefined)}
          more={more}
        />
      }
      refuse={(text) => {
        const parsed = parseValue(param, text, isInBlock);
        return parsed.ok ? null : parsed.message;
      }}
      onKeep={(text) => {
        const parsed = parseValue(param, text, isInBlock);
        if (parsed.ok) keep(parsed.value);
      }}
    />
  );
}

/** What a field says that holds nothing. */
function placeholderOf(param: Param, inferred: number | string | undefined): string {
  if (param.follows) return inferred === undefined ? "follows" : String(inferred);
  return param.default === null && !param.required ? "none" : "";
}

/** Has a sweep try several values of it. */
function VaryParam({ node, param, value }: { node: string; param: Param; value: Value }) {
  const block = useView((view) => view.block);
  const main = useView((view) => view.document.main);
  return <Vary path={pathTo({ main }, block, node, param.name)} param={param} value={value} />;
}

function InferredSize({ param, inferred }: Pick<Props, "param" | "inferred">) {
  return (
    <div className="form-row is-inferred">
      <span>{param.name}</span>
      <output className="mono">{inferred ?? "…"}</output>
      <div className="form-help">Follows from the input.</div>
    </div>
  );
}

const defaultWords = (param: Param) =>
  param.follows ? "what follows" : formatValue(param.default) || "none";

interface HelpProps {
  param: Param;
  isGiven: boolean;
  onReset: () => void;
  more: ReactNode;
}

function Help({ param, isGiven, onReset, more }: HelpProps) {
  const reset = isGiven && !param.required && (
    <button type="button" className="link" onClick={onReset}>
      Back to {param.inferred ? "the size of the input" : defaultWords(param)}
    </button>
  );
  return (
    <>
      {param.help} {reset} {more}
    </>
  );
}

interface ControlProps {
  param: Param;
  isReadOnly: boolean;
  onKeep: (value: Value) => void;
  /** A parameter of the open block that the value may follow instead; absent where there is none. */
  source?: string | undefined;
  /** What else can be done with it. */
  more?: ReactNode;
}

/** What is chosen, not typed, can follow a parameter of the block, too. */
function Follow({ source, onKeep }: Pick<ControlProps, "source" | "onKeep">) {
  if (source === undefined) return null;
  return (
    <button type="button" className="link" onClick={() => onKeep(`=${source}`)}>
      Follow {source}
    </button>
  );
}

function Switch({ param, isOn, isReadOnly, onKeep, source, more }: ControlProps & { isOn: boolean }) {
  const id = useId();
  return (
    <div className="form-row">
      <label htmlFor={id}>{param.name}</label>
      <input
        id={id}
        type="checkbox"
        className="checkbox"
        checked={isOn}
        disabled={isReadOnly}
        onChange={({ target }) => onKeep(target.checked)}
      />
      <div className="form-help">
        {param.help} {!isReadOnly && <Follow source={source} onKeep={onKeep} />} {more}
      </div>
    </div>
  );
}

type NamedProps = Pick<ControlProps, "param" | "onKeep"> & { value: Value };

/** Which block a node uses: any that does not hold the open one. */
function BlockChoice(props: NamedProps) {
  const document = useView((view) => view.document);
  const here = useView((view) => view.block);
  const names = Object.keys(document.blocks).filter(
    (name) => name !== document.main && !holds(document, name, here),
  );
  return <NameChoice {...props} names={names} />;
}

/** Whose weights a node shares. */
function NodeChoice({ node, ...props }: NamedProps & { node: string }) {
  const block = useView(openBlock);
  const names = Object.keys(block.nodes).filter((id) => id !== node && block.nodes[id]?.type !== "Share");
  return <NameChoice {...props} names={names} />;
}

function NameChoice({ param, value, onKeep, names }: NamedProps & { names: readonly string[] }) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const name = formatValue(value);
  const choices = names.includes(name) ? names : [name, ...names];
  return (
    <Choice
      param={{ ...param, choices: [...choices] }}
      value={value}
      isReadOnly={isReadOnly}
      onKeep={onKeep}
    />
  );
}

function Choice({ param, value, isReadOnly, onKeep, source, more }: ControlProps & { value: Value }) {
  const id = useId();
  return (
    <div className="form-row">
      <label htmlFor={id}>{param.name}</label>
      <select
        id={id}
        className="field"
        value={formatValue(value)}
        disabled={isReadOnly}
        onChange={({ target }) => onKeep(target.value)}
      >
        {param.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
      <div className="form-help">
        {param.help} {!isReadOnly && <Follow source={source} onKeep={onKeep} />} {more}
      </div>
    </div>
  );
}
