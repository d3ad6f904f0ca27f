import type { Connection } from "./tab";

/** Why there will be no drawing on this page any more, if so. */
export function whyEnded(connection: Connection): string | null {
  if (connection === "withdrawn") return "The owner has withdrawn this link.";
  if (connection === "missing") return "There is no such network, or it is not shared with you.";
  return null;
}

export const FETCHING = "Fetching the drawing…";
