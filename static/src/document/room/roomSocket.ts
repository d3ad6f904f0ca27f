import { LineSocket } from "../../line/socket";

/** Our own messages beside those of y-websocket, as `webapp/projects/yjs.py` has them. */
export const RUNS_CHANGED = 101;
export const STORED = 102;
export const BEHIND = 103;
const [SYNC, ANSWER, UPDATE] = [0, 1, 2];

/** A room's socket, which knows how many of the updates that went through it the server has stored, or can't now. */
export class RoomSocket extends LineSocket {
  /** Told when `unstored` or `isBehind` is another. */
  oncount: (() => void) | null = null;
  #sent = 0;
  #stored = 0;
  #isBehind = false;

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** How many updates are under way; null before the server has asked for what it lacks. */
  get unstored(): number | null {
    return this.#sent === 0 ? null : this.#sent - this.#stored;
  }

  /** Whether edits of this drawing wait because the server can't store them for now. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  override send(data: Parameters<WebSocket["send"]>[0]): void {
    super.send(data);
    if (!(data instanceof Uint8Array) || data[0] !== SYNC || (data[1] !== ANSWER && data[1] !== UPDATE))
      return;
    this.#sent += 1;
    this.oncount?.();
  }

  #hear(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return;
    const [kind, flag] = new Uint8Array(data);
    if (kind === STORED) this.#stored = new DataView(data).getUint32(1, true);
    else if (kind === BEHIND) this.#isBehind = flag === 1;
    else return;
    this.oncount?.();
  }
}
