import { useEffect, useId, useState } from "react";
import { useView } from "../editor";
import { notifyFailure } from "../parts/notices";
import {
  beginningFrom,
  type KeptWeights,
  keptWeights,
  type Moment,
  usualMoment,
} from "../run/controls/weights";
import type { Run } from "../run/live/frames";
import { listedRuns } from "../run/live/list";
import { useLiveView } from "../run/live/live";
import { nameOf, statusWord } from "../run/live/sentences";
import type { Beginning } from "../types/generated";
import { chooseFile } from "./chooseFile";
import { Elsewhere } from "./Elsewhere";
import { addKept, useKept } from "./useKept";

interface Props {
  label: string;
  /** What it is now; null for fresh weights. */
  beginning: Beginning | null;
  onChoose: (beginning: Beginning | null) => void;
}

const [FRESH, FILE, OTHER, HERE] = ["", "file", "elsewhere", "here"];

/** Where weights come from: fresh ones, a run of this network or of another, a file, or what is kept already. */
export function Source({ label, beginning, onChoose }: Props) {
  const id = useId();
  const isReadOnly = useView((view) => view.isReadOnly);
  const kept = useKept(({ weights }) => weights);
  const maxBytes = useKept((now) => now.maxBytes);
  const allRuns = useLiveView(({ runs }) => runs);
  const [isElsewhere, setElsewhere] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const current = kept.find(({ weights }) => weights === beginning?.weights) ?? null;
  const runs = listedRuns(allRuns ?? [], null).filter(({ step }) => step > 0);
  const others = kept.filter(({ run }) => run === null || !runs.some(({ id }) => id === run.id));
  const runHere = current?.run ? runs.find(({ id }) => id === current.run?.id) : undefined;

  const keep = async (making: Promise<KeptWeights>, what: string) => {
    setBusy(true);
    setElsewhere(false);
    try {
      const made = await making;
      addKept(made);
      onChoose(beginningFrom(made));
    } catch (error) {
      notifyFailure(`${what} could not be taken`, error);
    }
    setBusy(false);
  };
  const keepRun = (run: Run, moment = usualMoment(run)) =>
    keep(keptWeights.ofRun(run.id, moment), `The weights of ${nameOf(run)}`);
  const choose = async (value: string) => {
    if (value === FRESH) return onChoose(null);
    if (value === OTHER) return setElsewhere(true);
    if (value === FILE) {
      const file = await chooseFile(".safetensors");
      if (file && file.size > maxBytes)
        return notifyFailure(`${file.name} could not be taken`, new Error(tooLarge(maxBytes)));
      return file && keep(keptWeights.bring(file), file.name);
    }
    const run = runs.find(({ id }) => id === value);
    if (run) return keepRun(run);
    const known = kept.find(({ weights }) => weights === value);
    if (known) onChoose(beginningFrom(known));
  };
  const value = isElsewhere
    ? OTHER
    : beginning === null
      ? FRESH
      : (runHere?.id ?? (current ? current.weights : HERE));
  return (
    <>
      <div className="form-row">
        <label htmlFor={id}>{label}</label>
        <select
          id={id}
          className="field"
          value={value}
          disabled={isReadOnly || isBusy}
          onChange={({ target }) => void choose(target.value)}
        >
          <option value={FRESH}>fresh weights</option>
          {value === HERE && (
            <option value={HERE}>{beginning?.title || beginning?.weights.slice(0, 8)}</option>
          )}
          {runs.length > 0 && (
            <optgroup label="What a run of this network learned">
              {runs.map((run) => (
                <option key={run.id} value={run.id}>
                  {nameOf(run)}, {statusWord(run.status).toLowerCase()}
                </option>
              ))}
            </optgroup>
          )}
          {others.length > 0 && (
            <optgroup label="What you keep">
              {others.map(({ weights, name }) => (
                <option key={weights} value={weights}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label="More">
            <option value={OTHER}>a run of another network…</option>
            <option value={FILE}>a file (.safetensors)…</option>
          </optgroup>
        </select>
      </div>
      {isElsewhere && <Elsewhere onRun={(run) => void keepRun(run)} onLeave={() => setElsewhere(false)} />}
      {runHere && current && !isElsewhere && (
        <Moments run={runHere} current={current} onMoment={(moment) => void keepRun(runHere, moment)} />
      )}
    </>
  );
}

const tooLarge = (bytes: number) => `At most ${Math.round(bytes / 1e6)} MB of weights are taken.`;

interface MomentsProps {
  run: Run;
  current: KeptWeights;
  onMoment: (moment: string) => void;
}

/** Which of the weights of a run, where it keeps several. */
function Moments({ run, current, onMoment }: MomentsProps) {
  const id = useId();
  const isReadOnly = useView((view) => view.isReadOnly);
  const [moments, setMoments] = useState<readonly Moment[]>([]);
  useEffect(() => {
    let isWanted = true;
    keptWeights.moments(run.id).then(
      (told) => isWanted && setMoments(told),
      () => isWanted && setMoments([]),
    );
    return () => {
      isWanted = false;
    };
  }, [run.id]);
  if (moments.length < 2) return null;
  return (
    <div className="form-row">
      <label htmlFor={id}>weights</label>
      <select
        id={id}
        className="field"
        value={current.moment}
        disabled={isReadOnly}
        onChange={({ target }) => onMoment(target.value)}
      >
        {moments.map(({ moment, step }) => (
          <option key={moment} value={moment}>
            {moment}
            {step === null ? "" : `, after step ${step}`}
          </option>
        ))}
      </select>
    </div>
  );
}
