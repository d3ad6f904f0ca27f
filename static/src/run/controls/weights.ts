import { api } from "../../api";
import { config } from "../../config";
import { onceReached } from "../../trouble";
import type { Beginning, Document, WeightsFit } from "../../types/generated";
import { hasEnded, type Run } from "../live/frames";

/** Weights that the visitor keeps, for runs to begin from. */
export interface KeptWeights {
  /** The digest of their file. */
  weights: string;
  name: string;
  origin: "run" | "file" | "import";
  bytes: number;
  tensors: number;
  run: { id: string; project: string; number: number | null } | null;
  moment: string;
  step: number | null;
  /** What the file is called beside an exported script. */
  file: string;
}

/** Which of its weights a run keeps: the last, the best, or others. */
export interface Moment {
  moment: string;
  step: number | null;
}

const TAB = Math.random().toString(36).slice(2);
const of = (digest: string) => `/api/weights/${digest}/`;

/** What the page asks of the server about weights that runs begin from. */
export const keptWeights = {
  list: () => api.get<{ weights: KeptWeights[]; max_bytes: number }>("/api/weights/"),
  bring: (file: File) =>
    api.postBytes<KeptWeights>(`/api/weights/?name=${encodeURIComponent(file.name)}`, file),
  remove: (digest: string) => api.delete<void>(of(digest)),
  moments: async (run: string) =>
    (await onceReached(() => api.get<{ moments: Moment[] }>(`/api/runs/${run}/weights/`))).moments,
  ofRun: (run: string, moment: string) => api.post<KeptWeights>(`/api/runs/${run}/weights/`, { moment }),
  /** What of some weights a drawing takes; the next question about the same `place` takes the place of this one. */
  fit: (document: Document, { weights, nodes }: Beginning, place: number) =>
    api.post<WeightsFit>(`${of(weights)}fit/?tab=${TAB}${place}`, { document, nodes }),
  /** Where a browser downloads the file from. */
  download: (digest: string) =>
    `${of(digest)}download/${config.token ? `?share=${encodeURIComponent(config.token)}` : ""}`,
};

/** What a drawing says of weights that it begins from; of a run of this network without the network's name. */
export function beginningFrom({ weights, name, run, moment }: KeptWeights): Beginning {
  const isHere = run !== null && run.project === config.project && run.number !== null;
  const title = isHere ? `Run ${run.number}${moment === "last" ? "" : `, ${moment}`}` : name;
  return { weights, title, nodes: {} };
}

/** Which weights of a run one goes on from, unless one says otherwise: the best where some are kept. */
export const usualMoment = ({ best, status }: Pick<Run, "best" | "status">): string =>
  best !== null && hasEnded(status) ? "best" : "last";
