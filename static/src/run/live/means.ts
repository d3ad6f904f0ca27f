/** What a run is computed by: its device, and how many processes train it together. */
export interface Means {
  /** The best device that is free to it, or one kind only. */
  device: "best" | "cpu" | "gpu";
  processes: number;
  /** Each process keeps only its part of the weights. */
  sharded: boolean;
}

export const USUAL: Means = { device: "best", processes: 1, sharded: false };

/** One process has nothing to share out. */
export function withProcesses(means: Means, processes: number): Means {
  return { ...means, processes, sharded: means.sharded && processes > 1 };
}

/** "GPU · 2 processes, sharded": what is not as usual; empty where everything is. */
export function meansWords({ device, processes, sharded }: Means): string {
  const where = device === "best" ? "" : device.toUpperCase();
  const many = processes === 1 ? "" : `${processes} processes${sharded ? ", sharded" : ""}`;
  return [where, many].filter(Boolean).join(" · ");
}
