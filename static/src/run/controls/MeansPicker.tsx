import { Cpu } from "lucide-react";
import { config } from "../../config";
import { type Means, meansWords, withProcesses } from "../live/means";
import { RunPopup } from "./RunPopup";

const DEVICES: Record<Means["device"], string> = { best: "Fastest device", gpu: "GPU", cpu: "CPU" };

interface MeansPickerProps {
  means: Means;
  onMeans: (means: Means) => void;
}

/** What the next run is computed by. Shown only where there is a choice: a GPU, or several processes. */
export function MeansPicker({ means, onMeans }: MeansPickerProps) {
  const hasGpu = config.devices.includes("gpu");
  if (!hasGpu && config.processes < 2) return null;
  const words = meansWords(means);
  return (
    <RunPopup
      label={
        <>
          <Cpu aria-hidden size={14} /> {means.processes > 1 && `×${means.processes}`}
        </>
      }
      name={`Where the next run trains${words && `: ${words}`}`}
      className="run-icon"
      title="Where the next run trains"
    >
      <div className="run-means">
        {hasGpu && <Device means={means} onMeans={onMeans} />}
        {config.processes > 1 && <Processes means={means} onMeans={onMeans} />}
      </div>
    </RunPopup>
  );
}

function Device({ means, onMeans }: MeansPickerProps) {
  return (
    <label>
      Device
      <select
        className="run-choice"
        value={means.device}
        onChange={({ target }) => onMeans({ ...means, device: target.value as Means["device"] })}
      >
        {Object.entries(DEVICES).map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Processes({ means, onMeans }: MeansPickerProps) {
  return (
    <>
      <label>
        Processes
        <select
          className="run-choice"
          value={means.processes}
          onChange={({ target }) => onMeans(withProcesses(means, Number(target.value)))}
        >
          {Array.from({ length: config.processes }, (_, before) => before + 1).map((processes) => (
            <option key={processes} value={processes}>
              {processes === 1 ? "1, as usual" : processes}
            </option>
          ))}
        </select>
      </label>
      <label className="run-means-check" data-disabled={means.processes === 1 || undefined}>
        <input
          type="checkbox"
          disabled={means.processes === 1}
          checked={means.sharded}
          onChange={({ target }) => onMeans({ ...means, sharded: target.checked })}
        />
        Sharded: each keeps only its part of the weights
      </label>
      <p className="run-fine">
        Several processes share the rows of every batch, and the losses come out as those of one. It pays with
        a GPU for each; starting them takes some seconds.
      </p>
    </>
  );
}
