/** A network of the visitor's own, as the first page lists it. */
export interface Network {
  id: string;
  name: string;
  updated_at: string;
  /** The address of its drawing as a small picture. */
  drawing: string;
  last_run: { status: string; result: string; at: string } | null;
}

/** What the page says of itself, in the `#config` script that Django wrote. */
export interface Config {
  page: "editor" | "share" | "gallery";
  project: string;
  token: string | null;
  name: string;
  csrfToken: string;
  /** What some worker computes on: "cpu", "gpu". */
  devices: readonly string[];
  /** How many processes one run may have. */
  processes: number;
  /** Names what is the same for everybody: catalogue, library, starters, formats. */
  version: string;
  /** The starter that this network began as, and what its lesson had one try; empty where there is none. */
  starter: string;
  variant: string;
  /** The network of one's own that this is a fork of. */
  original: string | null;
  /** Of the first page alone: the newest networks of the visitor, how many there are, and the starter to begin with. */
  gallery?: { networks: Network[]; count: number; first: string };
  /** Within a page of text: the drawing and its training, and the way to the whole editor. */
  embedded?: boolean;
}

const element = document.getElementById("config");

export const config: Config = element?.textContent
  ? (JSON.parse(element.textContent) as Config)
  : {
      page: "editor",
      project: "",
      token: null,
      name: "",
      csrfToken: "",
      devices: [],
      processes: 1,
      version: "",
      starter: "",
      variant: "",
      original: null,
    };
