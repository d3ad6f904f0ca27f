import type { Training } from "../../types/generated";

/** What a worker settles where the drawing leaves it open. */
export const SETTLED = ["threads", "kernels", "compiled"] as const;

/** "2 threads, onednn kernels, compiled": what of it the drawing itself says; empty where nothing. */
export function settledWords({
  threads,
  kernels,
  compiled,
}: Pick<Training, (typeof SETTLED)[number]>): string {
  const words = [
    threads !== null && (threads === 1 ? "1 thread" : `${threads} threads`),
    kernels !== null && `${kernels} kernels`,
    compiled !== null && (compiled ? "compiled" : "not compiled"),
  ];
  return words.filter((each) => each !== false).join(", ");
}
