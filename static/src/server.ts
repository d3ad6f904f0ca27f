import { api } from "./api";
import { config, type Network } from "./config";
import type { Block, Document, Node, NodeType, Preview, Problem, Report } from "./types/generated";

/** A network of one owner, as the lists and the title show it. */
export interface Project {
  id: string;
  name: string;
  updated_at: string;
  is_owner: boolean;
}

/** How much there is of something, and how much there may be. */
export interface Use {
  used: number;
  allowed: number;
}

/** What one visitor keeps here, and after how many days without a visit it goes; null: never. */
export type Kept = Record<"networks" | "runs" | "checkpoints" | "bytes", Use> & { days: number | null };

/** What a card of the gallery says of a starter. */
export interface Starter {
  key: string;
  title: string;
  summary: string;
  chapter: string;
  system: string;
  teaches: string;
  paper: string;
  /** How long a training took when it was measured; null where the drawing has changed since. */
  seconds: number | null;
  /** What it came to on the test part: `accuracy 99.1 %`. */
  reached: string[];
  full_sizes: { title: string; parameters: number }[];
  /** The address of its drawing as a small picture. */
  drawing: string | null;
  /** Those of pictures of it at work. */
  pictures: { light: string; dark: string } | null;
}

/** A part of the gallery. */
export interface Chapter {
  key: string;
  title: string;
  summary: string;
}

/** A block that comes with Layerloom. `use` is the type of node that uses it. */
export interface ShippedBlock {
  name: string;
  title: string;
  category: string;
  summary: string;
  reference: string;
  use: string;
}

/** A file format that a drawing, or what a run has learned, can be saved in. */
export interface Exporter {
  key: string;
  title: string;
  summary: string;
  file_name: string;
  media_type: string;
  needs_weights: boolean;
}

/** A file format that a network can be opened from. */
export interface Importer {
  key: string;
  title: string;
  summary: string;
  suffixes: string[];
}

/** A network that was made from a file, and what to know about it. */
export type OpenedProject = Project & { problems: Problem[] };

/** What the server says of a drawing. `source` is null while problems stand. */
export interface Check {
  report: Report;
  source: string | null;
}

/** What to make a new network from; what a document leaves out is as in an empty one. */
export type Origin =
  | { starter: string; variant?: string; full_size?: string }
  /** A network of the visitor's own with what a lesson has one try, as the page has it drawn. */
  | { fork_of: string; variant: string; document?: Document }
  | { document: Partial<Document>; name?: string }
  /** A version of the visitor's own data: the network that is suggested for it. */
  | { own_data: string };

/** What is asked about the data of a node; `is_small` for what fits on the node. */
export interface AskedPreview extends Pick<Node, "type" | "params"> {
  part: Preview["part"];
  is_small: boolean;
}

/** This page, to the server: the next drawing that it asks about takes the place of the one before. */
const TAB = Math.random().toString(36).slice(2);

/** An address whose answer is the same for everybody, and never changes: browsers ask for it once. */
const kept = (path: string) => `${path}?v=${config.version}`;

/** What inputs, outputs and parameters of each node type are for, in their order. */
export type Helps = Record<string, [inputs: string[], outputs: string[], params: string[]]>;

/** What the editor asks of the server; runs and shares ask for themselves. */
export const server = {
  catalog: () => api.get<{ types: NodeType[]; basics: string[] }>(kept("/api/catalog/")),
  help: async () => (await api.get<{ help: Helps }>(kept("/api/catalog/help/"))).help,
  docs: async (type: string) =>
    (await api.get<{ docs: string }>(kept(`/api/catalog/${encodeURIComponent(type)}/docs/`))).docs,
  blocks: async () => (await api.get<{ blocks: ShippedBlock[] }>(kept("/api/blocks/"))).blocks,
  /** A block of the library, and those that it is made of. */
  block: async (name: string) =>
    (await api.get<{ blocks: Record<string, Block> }>(kept(`/api/blocks/${encodeURIComponent(name)}/`)))
      .blocks,
  gallery: () => api.get<{ starters: Starter[]; chapters: Chapter[] }>(kept("/api/starters/")),
  networks: async () => (await api.get<{ networks: Network[] }>("/api/networks/")).networks,
  projects: async () => (await api.get<{ projects: Project[] }>("/api/projects/")).projects,
  kept: () => api.get<Kept>("/api/kept/"),
  check: (document: Document, signal: AbortSignal) =>
    api.post<Check>(`/api/check/?tab=${TAB}`, document, signal),
  /** What data look like, as msgpack; the next question of the same `place` takes the place of this one. */
  preview: (asked: AskedPreview, place: string) =>
    api.postFile(`/api/data/preview/?tab=${TAB}${encodeURIComponent(place)}`, asked),
  createProject: (origin: Origin) => api.post<Project>("/api/projects/", origin),
  importers: async () => (await api.get<{ importers: Importer[] }>("/api/importers/")).importers,
  importFile: (file: File) =>
    api.postBytes<OpenedProject>(`/api/import/?name=${encodeURIComponent(file.name)}`, file),
  exporters: async () => (await api.get<{ exporters: Exporter[] }>(kept("/api/exporters/"))).exporters,
  exportDrawing: (key: string, document: Document) => api.postFile(`/api/export/${key}/`, document),
  exportRun: (key: string, run: string) => api.getFile(`/api/runs/${run}/export/${key}/`),
  renameProject: (id: string, name: string) => api.patch<Project>(`/api/projects/${id}/`, { name }),
  deleteProject: (id: string) => api.delete<void>(`/api/projects/${id}/`),
};

export type Server = typeof server;
