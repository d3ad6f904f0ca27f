import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import type { Config } from "../config";
import type { Graph, Position } from "./graph";
import type { Connection, Peer, View, ViewStore } from "./view";

const PRESENCE_MS = 50; // 20 a second
const RUNS_CHANGED = 101; // our own message beside those of y-websocket
const WITHDRAWN = 4410;
const REFUSED = new Set([4401, 4403, 4404]);

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
  const provider = openProvider(graph, config);
  provider.messageHandlers[RUNS_CHANGED] = onRunsChanged;
  const cache =
    config.page === "editor" ? new IndexeddbPersistence(offlineName(config.project), graph.doc) : null;
  const standing = () => view.setState({ connection: connectionOf(provider, graph) });
  provider.on("status", standing);
  provider.on("sync", standing);
  provider.on("connection-close", (event) => {
    const end = event && endOf(event.code);
    if (!end) return standing();
    provider.disconnect();
    view.setState({ connection: end });
  });
  cache?.whenSynced.then(standing);
  standing(); // the socket may have connected before anybody listened

  const presence = sharePresence(provider, view, config.page === "share");
  return {
    point: presence.point,
    leave() {
      presence.stop();
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

function openProvider(graph: Graph, config: Config): WebsocketProvider {
  const origin = location.origin.replace(/^http/, "ws");
  return new WebsocketProvider(`${origin}/ws/projects/${config.project}`, "room/", graph.doc, {
    params: config.token ? { share: config.token } : {},
    disableBc: config.page === "share",
  });
}

function connectionOf(provider: WebsocketProvider, graph: Graph): Connection {
  if (provider.wsconnected && provider.synced) return "saved";
  return graph.isBlank ? "loading" : "offline";
}

function endOf(code: number): Connection | null {
  if (code === WITHDRAWN) return "withdrawn";
  return REFUSED.has(code) ? "missing" : null;
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
    awareness.setLocalState({ name, color, ...mine });
  };
  const say = (change: Partial<typeof mine>) => {
    if (isSilent) return;
    mine = { ...mine, ...change };
    timer ??= setTimeout(send, PRESENCE_MS);
  };
  if (isSilent) awareness.setLocalState(null);
  else send();
  const hear = () => view.setState({ peers: readPeers(awareness.getStates(), awareness.clientID) });
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
