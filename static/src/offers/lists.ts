import { create } from "zustand";
import { type Exporter, type Starter, server } from "../server";

/** The starters and the export formats, once somebody wanted to see them: no first look needs them. */
export const useLists = create<{ starters: readonly Starter[]; exporters: readonly Exporter[] }>(() => ({
  starters: [],
  exporters: [],
}));

let asked: Promise<void> | null = null;

/** Fetches both, once; whoever asks after that failed has it tried again. */
export function fetchLists(): Promise<void> {
  asked ??= Promise.all([server.gallery(), server.exporters()]).then(
    ([{ starters }, exporters]) => useLists.setState({ starters, exporters }),
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}
