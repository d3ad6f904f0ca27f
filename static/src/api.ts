import type { Config } from "./config";
import type { Document, NodeType, Problem, Report } from "./types/generated";

/** A network of one owner, as the lists and the title show it. */
export interface Project {
  id: string;
  name: string;
  updated_at: string;
  is_owner: boolean;
}

export interface Starter {
  key: string;
  title: string;
  summary: string;
}

/** What the server says of a drawing. `source` is null while problems stand. */
export interface Check {
  report: Report;
  source: string | null;
}

/** What to make a new network from. */
export type Origin = { starter: string } | { document: Document; name?: string } | { fork: string };

/** An answer that says no, in the server's one error shape. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly problems: Problem[],
  ) {
    super(message);
  }

  /** True when no answer came at all: offline, or the server is down. */
  get isUnreachable(): boolean {
    return this.code === "unreachable";
  }
}

/** The HTTP API of one page: its rights come from the session cookie or from the share token. */
export class Api {
  constructor(
    private readonly config: Pick<Config, "csrfToken" | "token">,
    private readonly send: typeof fetch = (...request) => fetch(...request),
  ) {}

  async catalog(): Promise<NodeType[]> {
    return (await this.get<{ types: NodeType[] }>("/api/catalog/")).types;
  }

  async starters(): Promise<Starter[]> {
    return (await this.get<{ starters: Starter[] }>("/api/starters/")).starters;
  }

  async projects(): Promise<Project[]> {
    return (await this.get<{ projects: Project[] }>("/api/projects/")).projects;
  }

  check(document: Document, signal: AbortSignal): Promise<Check> {
    return this.request<Check>("POST", "/api/check/", document, signal);
  }

  createProject(origin: Origin): Promise<Project> {
    return this.request<Project>("POST", "/api/projects/", origin);
  }

  renameProject(id: string, name: string): Promise<Project> {
    return this.request<Project>("PATCH", `/api/projects/${id}/`, { name });
  }

  async deleteProject(id: string): Promise<void> {
    await this.request("DELETE", `/api/projects/${id}/`);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.request<Answer>("GET", path);
  }

  async request<Answer>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
    const answer = await this.fetch(path, {
      method,
      headers: this.headers(method, body !== undefined),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) throw await readError(answer);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  }

  private async fetch(path: string, request: RequestInit): Promise<Response> {
    try {
      return await this.send(path, request);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new ApiError(
        0,
        "unreachable",
        "The server can't be reached.",
        "Is it running? Is the network on?",
        [],
      );
    }
  }

  private headers(method: string, hasBody: boolean): Record<string, string> {
    return {
      Accept: "application/json",
      ...(hasBody ? { "Content-Type": "application/json" } : {}),
      ...(method === "GET" ? {} : { "X-CSRFToken": this.config.csrfToken }),
      ...(this.config.token ? { "X-Share-Token": this.config.token } : {}),
    };
  }
}

async function readError(answer: Response): Promise<ApiError> {
  try {
    const { error } = (await answer.json()) as { error: ApiError };
    return new ApiError(answer.status, error.code, error.message, error.hint ?? "", error.problems ?? []);
  } catch {
    // A proxy in between answers with a page of its own.
    return new ApiError(
      answer.status,
      "no_answer",
      `The server answered ${answer.status}.`,
      "Try again.",
      [],
    );
  }
}
