import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";
import "./panels/panels.css";
import "./panels/dock/dock.css";
import "./panels/topbar/menus.css";
import { App } from "./App";
import { command as copy } from "./commands/copy";
import { command as cut } from "./commands/cut";
import { listenForKeys } from "./commands/keys";
import { command as paste } from "./commands/paste";
import { config } from "./config";
import { keepChecked } from "./document/check/check";
import { Graph } from "./document/graph/graph";
import { joinRoom } from "./document/room/room";
import { createView, type ViewStore } from "./document/view/view";
import type { Editor } from "./editor";
import { atHand, fetchWhatIsAtHand } from "./parts/later";
import { shownEditor } from "./past/past";
import { Shown } from "./past/Shown";
import { liveRun } from "./run";
import { type Helps, server } from "./server";
import { lookAtSweeps } from "./sweep/sweeps";
import { chosenTheme } from "./theme";
import type { NodeType } from "./types/generated";

const RETRY_MS = 2_000;

function openEditor(): Editor {
  const graph = new Graph();
  const view = createView(graph, {
    name: config.name,
    isReadOnly: config.page === "share",
    theme: chosenTheme(),
  });
  if (config.embedded) view.setState({ isPaletteOpen: false, isInspectorOpen: false });
  const room = joinRoom(graph, view, config, () => {
    void liveRun.refresh();
    lookAtSweeps();
  });
  const editor: Editor = { config, server, graph, view, room, camera: null };
  listenForKeys(() => shownEditor(editor), { copy, cut, paste });
  const facts = fetchFacts(view);
  atHand(() => facts.then(() => fetchHelp(view)));
  fetchWhatIsAtHand();
  keepChecked(graph, view, server);
  return editor;
}

/** The catalogue and the library of blocks; asked for until the server answers. */
async function fetchFacts(view: ViewStore): Promise<void> {
  try {
    const [{ types, basics }, library] = await Promise.all([server.catalog(), server.blocks()]);
    view.setState({
      catalog: new Map(types.map((type) => [type.type, type])),
      basics: new Set(basics),
      library,
    });
  } catch {
    await new Promise((done) => setTimeout(done, RETRY_MS)); // the page says itself when the line is cut
    await fetchFacts(view);
  }
}

/** What ports and parameters are for: nobody reads that before the first touch. */
async function fetchHelp(view: ViewStore): Promise<void> {
  try {
    const told = await server.help();
    view.setState(({ catalog }) => ({
      catalog: new Map([...catalog].map(([name, type]) => [name, withHelp(type, told[name])])),
    }));
  } catch {
    setTimeout(() => void fetchHelp(view), RETRY_MS);
  }
}

function withHelp(type: NodeType, [inputs, outputs, params]: Helps[string] = [[], [], []]): NodeType {
  const each = <T,>(all: T[], told: string[]) =>
    all.map((one, place) => ({ ...one, help: told[place] ?? "" }));
  return {
    ...type,
    inputs: each(type.inputs, inputs),
    outputs: each(type.outputs, outputs),
    params: each(type.params, params),
  };
}

const root = document.getElementById("root");
if (!root) throw new Error("the page holds no #root");
createRoot(root).render(
  <StrictMode>
    <Shown live={openEditor()}>
      <App />
    </Shown>
  </StrictMode>,
);
