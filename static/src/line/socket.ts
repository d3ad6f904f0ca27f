import { Pulse } from "./pulse";
import { everyTick } from "./wakefulness";

const PING = "ping";
const PONG = "pong";
/** The code with which a socket closes whose other end was given up. */
export const GIVEN_UP = 4000;

/**
 * A websocket that finds out when nobody is at the other end any more.
 *
 * It asks as `Pulse` says; the server answers on every socket (`webapp/line.py`). One that is given up closes at
 * once: a browser would wait for an answer to that, too.
 */
export class LineSocket extends WebSocket {
  /** Told when the other end goes quiet, and when it is heard again. */
  onquiet: ((isQuiet: boolean) => void) | null = null;
  #isQuiet = false;
  readonly #pulse = new Pulse(performance.now());
  readonly #stop: () => void;

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.#stop = everyTick((isAwake) => this.#look(isAwake));
    this.addEventListener("open", () => this.#pulse.open(performance.now()));
    this.addEventListener("message", (event) => {
      this.#hear();
      if (event.data === PONG) event.stopImmediatePropagation(); // whoever uses the socket did not ask
    });
    this.addEventListener("close", this.#stop);
  }

  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  override close(code?: number, reason?: string): void {
    this.#stop();
    super.close(code, reason);
  }

  #hear(): void {
    this.#pulse.hear(performance.now());
    this.#tell(false);
  }

  #look(isAwake: boolean): void {
    switch (this.#pulse.look(performance.now(), { isAwake, isHidden: document.hidden })) {
      case "ask":
        if (this.readyState === WebSocket.OPEN) this.send(PING);
        break;
      case "quiet":
        this.#tell(true);
        break;
      case "dead":
        this.close();
        this.dispatchEvent(new CloseEvent("close", { code: GIVEN_UP }));
    }
  }

  #tell(isQuiet: boolean): void {
    if (isQuiet === this.#isQuiet) return;
    this.#isQuiet = isQuiet;
    this.onquiet?.(isQuiet);
  }
}
