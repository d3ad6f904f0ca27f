import { LineSocket } from "../../line/socket";
import { everyTick } from "../../line/wakefulness";
import { decodeFrame, type Frame } from "./frames";
import { afterClose, liveUrl } from "./reconnect";

/** `quiet`: the line stands, but nobody answers. */
export type Connection =
  | { phase: "connecting" | "open" | "quiet" | "resting" }
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
  #socket: LineSocket | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hiddenAt: number | null = null;
  #watched: string[] = [];
  readonly #stopTicks: () => void;

  constructor(private readonly options: LiveSocketOptions) {
    this.#stopTicks = everyTick((isAwake) => this.#onTick(isAwake));
    this.#open();
  }

  /** Asks for exactly these views, now and after every reconnect. */
  watch(views: string[]): void {
    this.#watched = views;
    this.#sendWatched();
  }

  close(): void {
    this.#stopTicks();
    this.#drop();
  }

  #open(): void {
    this.options.onConnection(
      this.#failures === 0 ? { phase: "connecting" } : { phase: "waiting", failures: this.#failures },
    );
    const { run, token, seen, onFrame } = this.options;
    const socket = new LineSocket(liveUrl(window.location, run, seen(), token));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#failures = 0;
      this.options.onConnection({ phase: "open" });
      if (this.#watched.length > 0) this.#sendWatched();
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => onFrame(decodeFrame(data));
    socket.onquiet = (isQuiet) => {
      if (socket.readyState === WebSocket.OPEN)
        this.options.onConnection({ phase: isQuiet ? "quiet" : "open" });
    };
    socket.onclose = ({ code }) => this.#onClose(socket, code);
    this.#socket = socket;
  }

  #onClose(socket: LineSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#failures += 1;
    const next = afterClose(code, this.#failures);
    if ("end" in next) {
      this.#stopTicks();
      this.options.onConnection({ phase: "ended", words: next.end });
      return;
    }
    this.options.onConnection({ phase: "waiting", failures: this.#failures });
    this.#retry = setTimeout(() => this.#open(), next.delayMs);
  }

  #onTick(isAwake: boolean): void {
    if (!document.hidden) this.#hiddenAt = null;
    else this.#hiddenAt ??= performance.now();
    if (this.#hiddenAt !== null && performance.now() - this.#hiddenAt > HIDDEN_REST_MS) this.#fallAsleep();
    else if (isAwake) this.#tryNow();
  }

  #fallAsleep(): void {
    if (!this.#socket) return;
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
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  #sendWatched(): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ watch: this.#watched }));
  }
}
