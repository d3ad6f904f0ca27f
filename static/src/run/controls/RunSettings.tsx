import { useEffect, useId, useState } from "react";
import { ApiError, api } from "../../api";
import { formatValue, parseValue } from "../../document/params/params";
import { BATCH_SIZE } from "../../document/params/trainingForm";
import type { Value } from "../../document/params/value";
import { useView } from "../../editor";
import { TextField } from "../../parts/TextField";
import { onceReached } from "../../trouble";
import type { Param } from "../../types/generated";
import { liveRun, useLiveView } from "../live/live";
import { rateOf, SLIDER, sliderOf } from "../live/rate";

/** What a run is set to now, as `GET /api/runs/<id>/` tells it. */
interface Settings {
  epochs: number;
  batch_size: number;
  goals: Record<string, Record<string, Value>>;
}

/** The rate, the batch size and the other settings that can be changed while a run goes on. */
export function RunSettings() {
  const { settings, change } = useSettings();
  const params = useView((view) => view.catalog.get("Objective")?.params);
  if (!settings || !params) return <p className="run-fine">Looking at what it is set to…</p>;
  const goals = Object.entries(settings.goals);
  return (
    <div className="run-settings" ref={takeFocus}>
      {goals.map(([goal, values]) => (
        <fieldset key={goal}>
          {goals.length > 1 && <legend>{goal}</legend>}
          {Object.entries(values).map(([name, value]) => {
            const param = params.find((each) => each.name === name);
            const set = (next: Value) => change({ goals: { [goal]: { [name]: next } } });
            return param && <Setting key={name} param={param} value={value} onSet={set} />;
          })}
        </fieldset>
      ))}
      <Setting
        param={BATCH_SIZE}
        value={settings.batch_size}
        onSet={(next) => change({ batch_size: next })}
      />
      <p className="run-fine">
        In effect from the next step on, marked in the curves, and part of the exported script.
      </p>
    </div>
  );
}

// The settings come after the window that waits for them: the focus that waits there goes to the first of them.
function takeFocus(settings: HTMLElement | null): void {
  const first = settings?.querySelector("input");
  if (!first || settings?.parentElement !== document.activeElement) return;
  first.focus();
  first.select();
}

interface SettingProps {
  param: Param;
  value: Value;
  onSet: (value: Value) => void;
}

function Setting({ param, value, onSet }: SettingProps) {
  const parse = (text: string) => parseValue(param, text);
  return (
    <>
      <TextField
        label={param.name}
        help={param.name === "lr" ? undefined : <span className="run-clamped">{param.help}</span>}
        value={formatValue(value)}
        placeholder={param.default === null ? "torch's default" : ""}
        isNumeric={param.kind !== "text"}
        refuse={(text) => {
          const parsed = parse(text);
          return parsed.ok ? null : parsed.message;
        }}
        onKeep={(text) => {
          const parsed = parse(text);
          if (parsed.ok) onSet(parsed.value);
        }}
      />
      {param.name === "lr" && typeof value === "number" && <RateSlider lr={value} onSet={onSet} />}
    </>
  );
}

/** The learning rate on a scale of powers of ten; set when it is let go. */
function RateSlider({ lr, onSet }: { lr: number; onSet: (lr: number) => void }) {
  const id = useId();
  const [place, setPlace] = useState(sliderOf(lr));
  useEffect(() => setPlace(sliderOf(lr)), [lr]);
  const keep = () => {
    if (place !== sliderOf(lr)) onSet(rateOf(place));
  };
  return (
    <div className="run-rate">
      <label htmlFor={id}>Learning rate</label>
      <input
        id={id}
        type="range"
        {...SLIDER}
        value={place}
        aria-valuetext={String(rateOf(place))}
        onChange={({ target }) => setPlace(Number(target.value))}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <output htmlFor={id}>{rateOf(place)}</output>
    </div>
  );
}

/** The settings of the run looked at, asked anew whenever one was changed. */
function useSettings() {
  const runId = useLiveView((view) => view.runId);
  const made = useLiveView((view) => view.facts?.changes.length ?? 0);
  const [settings, setSettings] = useState<Settings | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change asked for or made is a reason to ask anew
  useEffect(() => {
    const leaving = new AbortController();
    onceReached(() => api.get<{ settings: Settings }>(`/api/runs/${runId}/`)).then(
      (told) => leaving.signal.aborted || setSettings(told.settings),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error; // RunTroubles tells what the server refused
      },
    );
    return () => leaving.abort();
  }, [runId, made, asked]);
  const change = (body: object) => void liveRun.command("settings", body).then(() => setAsked((n) => n + 1));
  return { settings, change };
}
