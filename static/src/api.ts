import { config } from "./config";
import type { Problem } from "./types/generated";

/** A request that the server refused, or that never reached it (`status` 0), in words. */
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

  /** True when no answer came at all: the network is off, or the server is down. */
  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = config.csrfToken;
  if (config.token) headers["X-Share-Token"] = config.token;
  const isFile = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = isFile ? "application/octet-stream" : "application/json";
  const answer = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "offline", "The server can't be reached.", "It may be restarting.", []);
  });
  if (answer.ok) return answer;
  throw asApiError(answer.status, await answer.text());
}

async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const text = await (await ask(method, path, body, signal)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function file(method: string, path: string, body?: unknown): Promise<Blob> {
  return (await ask(method, path, body)).blob();
}

function asApiError(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; hint: string; problems: Problem[] };
    };
    return new ApiError(status, error.code, error.message, error.hint, error.problems);
  } catch {
    return new ApiError(status, "unexpected", `The server answered ${status}.`, "Try again in a moment.", []);
  }
}

/** The HTTP API of docs/architecture.md: parsed JSON or a file out, or an `ApiError`. */
export const api = {
  get: <T>(path: string) => request<T>("GET", path),
  post: <T>(path: string, body?: unknown, signal?: AbortSignal) => request<T>("POST", path, body, signal),
  patch: <T>(path: string, body: unknown) => request<T>("PATCH", path, body),
  delete: <T>(path: string) => request<T>("DELETE", path),
  getFile: (path: string) => file("GET", path),
  postBytes: <T>(path: string, file: Blob) => request<T>("POST", path, file),
  postFile: (path: string, body: unknown) => file("POST", path, body),
};
