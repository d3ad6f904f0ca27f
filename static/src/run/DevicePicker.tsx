import { config } from "../config";

/** What a run asks for: the best device that is free to it, or one kind only. */
export type DeviceWish = "best" | "cpu" | "gpu";

const WORDS: Record<DeviceWish, string> = { best: "Fastest device", gpu: "GPU", cpu: "CPU" };

/** Where the next run trains. Shown only where there is a choice: where a worker has a GPU. */
export function DevicePicker({ wish, onWish }: { wish: DeviceWish; onWish: (wish: DeviceWish) => void }) {
  if (!config.devices.includes("gpu")) return null;
  return (
    <select
      className="run-device"
      aria-label="Train on"
      title="Where the next run trains"
      value={wish}
      onChange={(event) => onWish(event.target.value as DeviceWish)}
    >
      {Object.entries(WORDS).map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}
