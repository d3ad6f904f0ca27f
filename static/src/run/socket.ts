import { decodeFrame, type Frame } from "./frames";
import { afterClose, liveUrl } from "./reconnect";

export type Connection =
  | { phase: "connecting" | "open" | "resting" }
  | { phase: "waiting"; failures: number }
  | { phase: "ended"; words: string };

const HIDDEN_REST_MS = 60_000;

interface LiveSocketOptions {
  run: string;
  token: string | null;
  /** The last entry that was folded in. */
  seen: () => { attempt: number; seq: number };
  onFrame: (frame: Frame) => void;
  onConnection: (connection: Connection) => void;
}

/** A run's frames, live: reopened behind the last entry seen, at rest while the page is hidden long. */
export class LiveSocket {
  #socket: WebSocket | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #watched: string[] = [];
  readonly #closing = new AbortController();

  constructor(private readonly options: LiveSocketOptions) {
    const { signal } = this.#closing;
    document.addEventListener("visibilitychange", () => this.#onVisibility(), { signal });
    window.addEventListener("online", () => this.#tryNow(), { signal });
    this.#open();
  }

  /** Asks for exactly these views, now and after every reconnect. */
  watch(views: string[]): void {
    this.#watched = views;
    this.#sendWatched();
  }

  close(): void {
    this.#closing.abort();
    this.#drop();
  }

  #open(): void {
    this.options.onConnection(
      this.#failures === 0 ? { phase: "connecting" } : { phase: "waiting", failures: this.#failures },
    );
    const { run, token, seen, onFrame } = this.options;
    const socket = new WebSocket(liveUrl(window.location, run, seen(), token));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#failures = 0;
      this.options.onConnection({ phase: "open" });
      if (this.#watched.length > 0) this.#sendWatched();
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => onFrame(decodeFrame(data));
    socket.onclose = ({ code }) => this.#onClose(socket, code);
    this.#socket = socket;
  }

  #onClose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#failures += 1;
    const next = afterClose(code, this.#failures);
    if ("end" in next) {
      this.#closing.abort();
      this.options.onConnection({ phase: "ended", words: next.end });
      return;
    }
    this.options.onConnection({ phase: "waiting", failures: this.#failures });
    this.#retry = setTimeout(() => this.#open(), next.delayMs);
  }

  #onVisibility(): void {
    clearTimeout(this.#rest);
    if (document.hidden) this.#rest = setTimeout(() => this.#fallAsleep(), HIDDEN_REST_MS);
    else this.#tryNow();
  }

  #fallAsleep(): void {
    this.#drop();
    this.options.onConnection({ phase: "resting" });
  }

  #tryNow(): void {
    if (this.#socket) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#rest);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  #sendWatched(): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ watch: this.#watched }));
  }
}
