import type { Kept, Use } from "../../server";

/** What a visitor uses of their budget, and by which rule it goes: `3 of 500 networks, ...`. */
export function keptWords({ networks, runs, checkpoints, bytes, days }: Kept): string {
  const counts = [
    counted(networks, "networks"),
    counted(runs, "runs"),
    counted(checkpoints, "checkpoints"),
    `${size(bytes.used)} of ${size(bytes.allowed)}`,
  ];
  const rule = days ? `Removed when nobody has visited for ${days} days.` : "Kept until you delete it.";
  return `${counts.join(", ")}. ${rule}`;
}

function counted({ used, allowed }: Use, what: string): string {
  return `${used.toLocaleString("en")} of ${allowed.toLocaleString("en")} ${what}`;
}

/** In the unit that leaves a number of at most four digits. */
function size(bytes: number): string {
  const mib = bytes / 2 ** 20;
  if (mib >= 1024) return `${(mib / 1024).toLocaleString("en", { maximumFractionDigits: 1 })} GiB`;
  return `${mib.toLocaleString("en", { maximumFractionDigits: mib < 10 ? 1 : 0 })} MiB`;
}
