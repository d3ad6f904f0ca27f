import { config } from "./config";
import { isLineOver, untilEnd } from "./line/line";
import type { Problem } from "./types/generated";

/** A request that the server refused, or that never reached it (`status` 0), in words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly problems: Problem[],
    /** After how many seconds to ask again, where the server says so. */
    readonly afterS: number | null = null,
  ) {
    super(message);
  }

  /** True when no answer came at all: the network is off, or the server is down. */
  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

interface Question {
  method: string;
  path: string;
  body?: unknown;
  key?: string;
  signal?: AbortSignal | undefined;
}

/** What `read` makes of the answer. An end to waiting comes with `patience`, or when nothing gets through. */
async function ask<T>(
  { method, path, body, key, signal }: Question,
  patience: AbortSignal | null,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = config.csrfToken;
  if (key) headers["Idempotency-Key"] = key;
  if (config.token) headers["X-Share-Token"] = config.token;
  const isFile = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = isFile ? "application/octet-stream" : "application/json";
  try {
    const answer = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      signal: AbortSignal.any([signal, patience].filter((each) => each != null)),
    });
    if (!answer.ok)
      throw asApiError(answer.status, await answer.text(), Number(answer.headers.get("Retry-After")) || null);
    return await read(answer);
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw unreachable();
  }
}

async function request<T>(question: Question): Promise<T> {
  if (isLineOver()) throw unreachable();
  const text = await ask(question, untilEnd(), (answer) => answer.text());
  return (text ? JSON.parse(text) : undefined) as T;
}

const unanswered = new Map<string, string>();
const SAME_PRESS_MS = 60_000;

/** A press: sent again soon after its answer got lost, it carries the same key, and the server does it once. */
async function order<T>(path: string, body?: unknown, of?: string): Promise<T> {
  const asked = path + JSON.stringify(body);
  const key = of ?? unanswered.get(asked) ?? `${Date.now()}-${Math.random()}`;
  unanswered.set(asked, key);
  try {
    const answer = await request<T>({ method: "POST", path, body, key });
    unanswered.delete(asked);
    return answer;
  } catch (error) {
    const isRefused = error instanceof ApiError && error.status > 399 && error.status < 500;
    setTimeout(() => unanswered.delete(asked), isRefused ? 0 : SAME_PRESS_MS);
    throw error;
  }
}

// A file takes long, and even a good line may fall silent under it: what it goes over ends by itself.
const file = <T>(question: Question, read: (answer: Response) => Promise<T>) => ask(question, null, read);

const unreachable = () =>
  new ApiError(0, "offline", "The server can't be reached.", "It may be restarting.", []);

/** What a server said that refused. */
export function asApiError(status: number, text: string, afterS: number | null = null): ApiError {
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; hint: string; problems: Problem[] };
    };
    return new ApiError(status, error.code, error.message, error.hint, error.problems, afterS);
  } catch {
    return new ApiError(status, "unexpected", `The server answered ${status}.`, "Try again in a moment.", []);
  }
}

/** The HTTP API of docs/architecture.md: parsed JSON or a file out, or an `ApiError`. */
export const api = {
  get: <T>(path: string) => request<T>({ method: "GET", path }),
  post: <T>(path: string, body?: unknown, signal?: AbortSignal) =>
    request<T>({ method: "POST", path, body, signal }),
  order,
  patch: <T>(path: string, body: unknown) => request<T>({ method: "PATCH", path, body }),
  delete: <T>(path: string) => request<T>({ method: "DELETE", path }),
  getFile: (path: string) => file({ method: "GET", path }, (answer) => answer.blob()),
  postBytes: <T>(path: string, body: Blob) =>
    file({ method: "POST", path, body }, (answer) => answer.json() as Promise<T>),
  postFile: (path: string, body: unknown) => file({ method: "POST", path, body }, (answer) => answer.blob()),
};
