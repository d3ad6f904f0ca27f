import { type ReactNode, useId } from "react";
import type { Choices, Survey } from "../../types/generated";
import { choose } from "../draft";
import type { Kind } from "../words";

/** What else is to be said of what there is: pictures, sounds, texts, rows in time. */
export function Settings({ choices, form }: { choices: Choices; form: Survey["form"] }) {
  const used = Object.values(choices.columns).filter(({ role }) => role === "input" || role === "answer");
  const has = (...kinds: Kind[]) => used.some(({ kind }) => kinds.includes(kind));
  return (
    <div className="own-settings">
      {has("number", "series", "text", "tokens") && <Form form={choices.form ?? form} />}
      {has("image", "mask") && <Pictures choices={choices} />}
      {has("audio") && <Sounds choices={choices} />}
      {has("text", "tokens") && <Texts choices={choices} />}
    </div>
  );
}

function Form({ form }: Pick<Survey, "form">) {
  return (
    <Options
      label="Rows"
      value={form}
      options={[
        ["samples", "Each is a sample"],
        ["steps", "They follow each other in time"],
      ]}
      onChoose={(chosen) => choose({ form: chosen as Choices["form"] })}
    />
  );
}

function Pictures({ choices: { side, is_grey } }: { choices: Choices }) {
  const said = is_grey === null ? "" : is_grey ? "grey" : "colour";
  return (
    <>
      <Amount
        label="Side"
        unit="pixels"
        value={side}
        from={4}
        to={96}
        onKeep={(kept) => choose({ side: kept })}
      />
      <Options
        label="Colours"
        value={said}
        options={[
          ["", "As the pictures are"],
          ["grey", "Grey"],
          ["colour", "Red, green, blue"],
        ]}
        onChoose={(chosen) => choose({ is_grey: chosen === "" ? null : chosen === "grey" })}
      />
    </>
  );
}

function Sounds({ choices: { rate, seconds } }: { choices: Choices }) {
  return (
    <>
      <Amount
        label="Rate"
        unit="values a second"
        value={rate}
        from={500}
        to={16_000}
        onKeep={(kept) => choose({ rate: kept })}
      />
      <Amount
        label="Length"
        unit="seconds"
        value={seconds}
        from={0.1}
        to={10}
        step={0.1}
        onKeep={(kept) => choose({ seconds: kept })}
      />
    </>
  );
}

function Texts({ choices: { tokens, longest } }: { choices: Choices }) {
  return (
    <>
      <Options
        label="Pieces"
        value={tokens ?? ""}
        options={[
          ["", "As it seems"],
          ["letters", "Letters"],
          ["words", "Words"],
        ]}
        onChoose={(chosen) => choose({ tokens: chosen === "" ? null : (chosen as Choices["tokens"]) })}
      />
      <Amount
        label="Longest"
        unit="pieces"
        value={longest}
        from={1}
        to={4_096}
        onKeep={(kept) => choose({ longest: kept })}
      />
    </>
  );
}

interface OptionsProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  onChoose: (value: string) => void;
}

function Options({ label, value, options, onChoose }: OptionsProps) {
  return (
    <Row label={label}>
      {(id) => (
        <select id={id} className="field" value={value} onChange={({ target }) => onChoose(target.value)}>
          {options.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Row>
  );
}

interface AmountProps {
  label: string;
  unit: string;
  value: number;
  from: number;
  to: number;
  step?: number;
  onKeep: (value: number) => void;
}

function Amount({ label, unit, value, from, to, step = 1, onKeep }: AmountProps) {
  return (
    <Row label={label}>
      {(id) => (
        <span className="own-amount">
          <input
            id={id}
            className="field own-number"
            type="number"
            min={from}
            max={to}
            step={step}
            defaultValue={value}
            onChange={({ target }) => {
              const typed = target.valueAsNumber;
              if (typed >= from && typed <= to && (step < 1 || Number.isInteger(typed))) onKeep(typed);
            }}
            onBlur={({ target }) => {
              target.value = String(value);
            }}
          />
          <span className="own-fine">
            {unit}, {from.toLocaleString("en")} to {to.toLocaleString("en")}
          </span>
        </span>
      )}
    </Row>
  );
}

function Row({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="own-setting">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
