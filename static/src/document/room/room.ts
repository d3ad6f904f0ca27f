import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import type { Config } from "../../config";
import { lineIsGone, lineStands } from "../../line/line";
import { everyTick } from "../../line/wakefulness";
import type { Graph, Position } from "../graph/graph";

import type { Connection } from "../view/tab";
import type { Peer, View, ViewStore } from "../view/view";
import { BEHIND, RoomSocket, RUNS_CHANGED, STORED } from "./roomSocket";

const PRESENCE_MS = 50; // 20 a second
const LATE_MS = 3_000;
const SHOWN_SELECTED = 500; // a room passes on no word of more than 64 KiB
const ENDS: Record<number, Connection> = {
  4400: "refused",
  4401: "missing",
  4403: "missing",
  4404: "missing",
  4410: "withdrawn",
};

// A guest has no name; a colour that others see on the cursor is one.
const GUESTS = [
  ["Amber", "#b45309"],
  ["Teal", "#0f766e"],
  ["Violet", "#6d28d9"],
  ["Rose", "#be185d"],
  ["Blue", "#1d4ed8"],
  ["Green", "#15803d"],
] as const;

/** The live side of the drawing: who else is here, and where they point. */
export interface Room {
  /** Where the own pointer is on the drawing; null when it left. Sent at most 20 times a second. */
  point(cursor: Position | null): void;
  leave(): void;
}

/** Joins the room of a drawing: edits flow both ways, and an owner's also into a cache that outlives the network. */
export function joinRoom(graph: Graph, view: ViewStore, config: Config, onRunsChanged: () => void): Room {
  const standing = new Standing(graph, view, config);
  const { provider } = standing;
  provider.messageHandlers[RUNS_CHANGED] = onRunsChanged;
  let hasSynced = false;
  provider.on("sync", (isSynced) => {
    if (isSynced && hasSynced) onRunsChanged(); // it may have said so while nobody listened
    hasSynced ||= isSynced;
  });
  const cache =
    config.page === "editor" ? new IndexeddbPersistence(offlineName(config.project), graph.doc) : null;
  cache?.whenSynced.then(() => standing.tell());

  const presence = sharePresence(provider, view, config.page === "share");
  return {
    point: presence.point,
    leave() {
      presence.stop();
      standing.stop();
      provider.destroy();
      void cache?.destroy();
    },
  };
}

/** Removes what this browser kept of a drawing to show it without a network. */
export function forgetOffline(project: string): void {
  indexedDB.deleteDatabase(offlineName(project));
}

const offlineName = (project: string) => `layerloom-${project}`;

/** How the drawing stands with the server, kept true from what its socket hears; and the page's line with it. */
class Standing {
  readonly provider: WebsocketProvider;
  readonly #stopTicks: () => void;
  #end: Connection | null = null;
  #lateAt = Number.POSITIVE_INFINITY;
  #unstored: number | null = null;

  constructor(
    private readonly graph: Graph,
    private readonly view: ViewStore,
    private readonly config: Config,
  ) {
    this.provider = this.#open();
    for (const kind of [STORED, BEHIND]) this.provider.messageHandlers[kind] = () => {}; // the socket heard it
    this.provider.on("status", () => this.tell());
    this.provider.on("sync", () => this.tell());
    this.provider.on("connection-close", (event) => {
      const end = event && ENDS[event.code];
      if (end) {
        this.#end = end;
        this.provider.disconnect();
      }
      this.tell();
    });
    this.#stopTicks = everyTick((isAwake) => this.#tick(isAwake));
    this.tell(); // the socket may have connected before anybody listened
  }

  stop(): void {
    this.#stopTicks();
  }

  tell(): void {
    const isThere = this.provider.wsconnected && !this.#socket?.isQuiet;
    if (isThere || this.#end) lineStands();
    else lineIsGone(this.provider.wsconnected ? "quiet" : "closed");
    const connection = this.#end ?? this.#connection(isThere);
    if (connection !== this.view.getState().connection) this.view.setState({ connection });
  }

  #connection(isThere: boolean): Connection {
    const { unstored } = this.#socket ?? { unstored: null };
    if (unstored !== this.#unstored) this.#lateAt = unstored === 0 ? Infinity : performance.now() + LATE_MS;
    this.#unstored = unstored;
    if (!isThere || !this.provider.synced) return this.graph.isBlank ? "loading" : "kept";
    if (this.#socket?.isBehind) return "unstored";
    if (unstored === 0 || this.config.page === "share") return "saved";
    return performance.now() < this.#lateAt ? "saving" : "kept";
  }

  get #socket(): RoomSocket | null {
    return this.provider.ws as RoomSocket | null;
  }

  #tick(isAwake: boolean): void {
    const { provider } = this;
    if (provider.wsconnected && !this.#socket?.isQuiet) provider.wsLastMessageReceived = Date.now(); // pongs count
    if (isAwake && provider.ws === null && provider.shouldConnect) provider.connect();
    this.tell();
  }

  #open(): WebsocketProvider {
    const { graph, config } = this;
    const tell = () => this.tell();
    class Socket extends RoomSocket {
      override onquiet = tell;
      override oncount = tell;
    }
    const origin = location.origin.replace(/^http/, "ws");
    return new WebsocketProvider(`${origin}/ws/projects/${config.project}`, "room/", graph.doc, {
      params: config.token ? { share: config.token } : {},
      disableBc: config.page === "share",
      WebSocketPolyfill: Socket,
    });
  }
}

function sharePresence(provider: WebsocketProvider, view: ViewStore, isSilent: boolean) {
  const { awareness } = provider;
  const [name, color] = GUESTS[awareness.clientID % GUESTS.length] ?? GUESTS[0];
  let mine: Pick<Peer, "block" | "cursor" | "selection"> = {
    block: view.getState().block,
    cursor: null,
    selection: [],
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = () => {
    timer = undefined;
    awareness.setLocalState({ name, color, ...mine, selection: mine.selection.slice(0, SHOWN_SELECTED) });
  };
  const say = (change: Partial<typeof mine>) => {
    if (isSilent) return;
    mine = { ...mine, ...change };
    timer ??= setTimeout(send, PRESENCE_MS);
  };
  if (isSilent) awareness.setLocalState(null);
  else send();
  const hear = () =>
    view.setState((now) => {
      const peers = readPeers(awareness.getStates(), awareness.clientID);
      // The own pointer is heard, too, 20 times a second: nothing is drawn again for it.
      return JSON.stringify(peers) === JSON.stringify(now.peers) ? now : { peers };
    });
  awareness.on("change", hear);
  const leaveView = view.subscribe((now: View, before: View) => {
    if (now.block !== before.block) say({ block: now.block, cursor: null, selection: now.selection });
    else if (now.selection !== before.selection) say({ selection: now.selection });
  });
  return {
    point: (cursor: Position | null) => say({ cursor }),
    stop() {
      clearTimeout(timer);
      awareness.off("change", hear);
      leaveView();
    },
  };
}

// What others send is only shown, and only when it has the right form.
function readPeers(states: ReadonlyMap<number, Record<string, unknown>>, self: number): Peer[] {
  return [...states].flatMap(([id, { name, color, block, cursor, selection }]) => {
    if (id === self || typeof name !== "string" || typeof color !== "string") return [];
    const isPoint = Array.isArray(cursor) && cursor.length === 2 && cursor.every(Number.isFinite);
    return [
      {
        id,
        name: name.slice(0, 40),
        color: /^#[0-9a-f]{6}$/i.test(color) ? color : "#888888",
        block: typeof block === "string" ? block : null,
        cursor: isPoint ? (cursor as Position) : null,
        selection: Array.isArray(selection) ? selection.filter((node) => typeof node === "string") : [],
      },
    ];
  });
}
