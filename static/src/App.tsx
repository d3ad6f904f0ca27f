import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect } from "react";
import { Canvas } from "./canvas/Canvas";
import { config } from "./config";
import type { View } from "./document/view";
import { useView } from "./editor";
import { Dock } from "./panels/Dock";
import { Dialogs } from "./panels/dialogs";
import { Fence } from "./panels/Fence";
import { Inspector } from "./panels/Inspector";
import { Notices } from "./panels/notices";
import { tellOfOpenedFile } from "./panels/open";
import { Palette } from "./panels/Palette";
import { TopBar } from "./panels/TopBar";
import { ShareBanner } from "./share";

/** The whole page: the same for its owner and, read-only, for those with a link. */
export function App() {
  const name = useView((view) => view.name);
  const isPaletteOpen = useView((view) => view.isPaletteOpen);
  const isInspectorOpen = useView((view) => view.isInspectorOpen);
  const standing = useView(standingOf);
  useEffect(tellOfOpenedFile, []);
  return (
    <Tooltip.Provider delay={400}>
      <div className="app">
        {config.token && <ShareBanner token={config.token} name={name} />}
        <TopBar />
        <Unreachable />
        <main className="work">
          {isPaletteOpen && <Palette />}
          <div className="stage">
            {standing ? <p className="standing">{standing}</p> : <Canvas />}
            <Fence name="The dock">
              <Dock />
            </Fence>
          </div>
          {isInspectorOpen && (
            <Fence name="The inspector">
              <Inspector />
            </Fence>
          )}
        </main>
      </div>
      <Dialogs />
      <Notices />
    </Tooltip.Provider>
  );
}

// The canvas waits for the drawing and the catalogue, so that its first picture is the right one.
function standingOf({ connection, catalog }: View): string | null {
  if (connection === "withdrawn") return "The owner has withdrawn this link.";
  if (connection === "missing") return "There is no such network, or it is not shared with you.";
  return connection === "loading" || catalog.size === 0 ? "Fetching the drawing…" : null;
}

function Unreachable() {
  const isUnreachable = useView((view) => view.isUnreachable);
  if (!isUnreachable) return null;
  return (
    <p className="unreachable" role="alert">
      The server can't be reached. You can go on drawing; shapes and problems are from before. Trying again…
    </p>
  );
}
