import { ApiError, api, asApiError } from "../api";
import { config } from "../config";
import type { Choices, Difference, Problem, Survey, Twins } from "../types/generated";

/** How much of anybody's data is taken. */
export interface Limits {
  file_bytes: number;
  all_bytes: number;
  files: number;
  rows: number;
  columns: number;
  pixels: number;
  sound_s: number;
  text_bytes: number;
  entries: number;
}

/** What was made of files once; a run names the one that it learned from. */
export interface Version {
  version: string;
  number: number;
  created_at: string;
  /** What a node carries of it: the text of its schema. */
  schema: string;
  samples: [training: number, validation: number, test: number];
  bytes: number;
  difference: Difference | null;
  twins: Twins[];
  notes: string[];
  choices: Choices;
}

/** Somebody's data: files, what is in them, and what was made of them. In lists without `survey`. */
export interface Data {
  id: string;
  name: string;
  created_at: string;
  files: { count: number; bytes: number };
  work: null | { what: "survey" | "prepare"; done: number };
  problem: Problem | null;
  survey?: Survey | null;
  choices: Choices | null;
  versions: Version[];
}

const at = (id: string) => `/api/data/${id}/`;

/** What the page asks of the server about own data. */
export const ownData = {
  list: () => api.get<{ data: Data[]; limits: Limits }>("/api/data/"),
  create: (name: string) => api.post<Data>("/api/data/", { name }),
  get: (id: string) => api.get<Data>(at(id)),
  rename: (id: string, name: string) => api.patch<Data>(at(id), { name }),
  delete: (id: string) => api.delete<void>(at(id)),
  survey: (id: string) => api.post<Data>(`${at(id)}survey/`),
  prepare: (id: string, choices: Choices) => api.post<Data>(`${at(id)}prepare/`, { choices }),
  samples: (id: string, asked: { version: string; label?: string; from: number; many: number }) =>
    api.getFile(
      `${at(id)}samples/?${new URLSearchParams(Object.entries(asked).map(([key, value]) => [key, `${value}`]))}`,
    ),
  /** Where a browser downloads a version from. */
  download: (version: string) => `/api/data/versions/${version}/download/`,
  put: (id: string, path: string, content: Blob, how: Sending) =>
    send(`${at(id)}files/?path=${encodeURIComponent(path)}`, content, how),
};

interface Sending {
  signal: AbortSignal;
  /** Told again and again how many bytes are gone. */
  onSent: (bytes: number) => void;
}

/** Sends a file. `fetch` does not tell how far it is. */
function send(path: string, content: Blob, { signal, onSent }: Sending): Promise<void> {
  const request = new XMLHttpRequest();
  request.open("PUT", path);
  request.setRequestHeader("X-CSRFToken", config.csrfToken);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  return new Promise((resolve, refuse) => {
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.onloadend = () => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) refuse(signal.reason);
      else if (request.status >= 200 && request.status < 300) resolve();
      else refuse(whyNot(request));
    };
    request.send(content);
  });
}

const whyNot = ({ status, responseText }: XMLHttpRequest) =>
  status === 0
    ? new ApiError(0, "offline", "The server can't be reached.", "It may be restarting.", [])
    : asApiError(status, responseText);
