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
import { fetchWhatIsAtHand } from "./parts/later";
import { shownEditor } from "./past/past";
import { Shown } from "./past/Shown";
import { liveRun } from "./run";
import { server } from "./server";
import { lookAtSweeps } from "./sweep/sweeps";
import { chosenTheme } from "./theme";

const RETRY_MS = 2_000;

function openEditor(): Editor {
  const graph = new Graph();
  const view = createView(graph, {
    name: config.name,
    isReadOnly: config.page === "share",
    theme: chosenTheme(),
  });
  const room = joinRoom(graph, view, config, () => {
    void liveRun.refresh();
    lookAtSweeps();
  });
  const editor: Editor = { config, server, graph, view, room, camera: null };
  listenForKeys(() => shownEditor(editor), { copy, cut, paste });
  fetchWhatIsAtHand();
  keepChecked(graph, view, server);
  void fetchFacts(view);
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
    setTimeout(() => void fetchFacts(view), RETRY_MS); // the page says itself when the line is cut
  }
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
