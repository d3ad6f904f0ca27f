import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../page.css";
import "../share/share.css";
import "../run/run.css";
import "../run/looks/looks.css";
import "../run/looks/watch.css";
import "./phone.css";
import { config } from "../config";
import { keepChecked } from "../document/check/check";
import { Graph } from "../document/graph/graph";
import { joinRoom } from "../document/room/room";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import { Shown } from "../past/Shown";
import { liveRun } from "../run/live/live";
import { server } from "../server";
import { chosenTheme } from "../theme";
import { PhonePage } from "./PhonePage";

function openPhone(): Editor {
  const graph = new Graph();
  const view = createView(graph, { name: config.name, isReadOnly: true, theme: chosenTheme() });
  const room = joinRoom(graph, view, config, () => liveRun.lookForNewRuns());
  keepChecked(graph, view, server);
  return { config, server, graph, view, room, camera: null };
}

const root = document.getElementById("root");
if (!root) throw new Error("the page holds no #root");
createRoot(root).render(
  <StrictMode>
    <Shown live={openPhone()}>
      <PhonePage token={config.token ?? ""} />
    </Shown>
  </StrictMode>,
);
