/** What the page says of itself, in the `#config` script that Django wrote. */
export interface Config {
  page: "editor" | "share";
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
