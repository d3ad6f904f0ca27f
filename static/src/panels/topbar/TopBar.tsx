import { CommandButton } from "../../commands/CommandButton";
import { COMMANDS } from "../../commands/registry";
import { command as toggleInspector } from "../../commands/toggle-inspector";
import { command as togglePalette } from "../../commands/toggle-palette";
import { config } from "../../config";
import { fetchLists } from "../../offers/lists";
import { later } from "../../parts/later";
import { MenuButton } from "../../parts/MenuButton";
import { ShareButton } from "../../share";
import { ConnectionState } from "./ConnectionState";
import { NetworkName } from "./NetworkName";

const starters = later(async () => {
  const [{ StartersMenu }] = await Promise.all([import("./menus"), fetchLists()]);
  return StartersMenu;
}, true);
const networks = later(() => import("./menus").then(({ NetworksMenu }) => NetworksMenu), true);
const formats = later(async () => {
  const [{ ExportMenu }] = await Promise.all([import("./ExportMenu"), fetchLists()]);
  return ExportMenu;
}, true);

const TOOLBAR = COMMANDS.filter(({ toolbar }) => toolbar !== undefined).sort(
  (one, other) => (one.toolbar ?? 0) - (other.toolbar ?? 0),
);
const EDITING = TOOLBAR.filter(({ group, toolbar = 0 }) => group === "Edit" || toolbar < 5);
const REST = TOOLBAR.filter((command) => !EDITING.includes(command));

/** The product, the network's name, and what can be done with it. */
export function TopBar() {
  const isViewer = config.page === "share";
  return (
    <header className="top-bar">
      {!isViewer && <CommandButton command={togglePalette} />}
      <h1>
        <a className="brand" href="/">
          <Mark /> Layerloom
        </a>
      </h1>
      <NetworkName />
      <ConnectionState />
      {!isViewer && (
        <>
          <div className="button-row">
            {EDITING.map((command) => (
              <CommandButton key={command.id} command={command} />
            ))}
          </div>
          <span className="spring" />
          <MenuButton label="Starters" menu={starters} />
          <MenuButton label="My networks" menu={networks} />
          <MenuButton label="Export" menu={formats} />
          <ShareButton project={config.project} />
        </>
      )}
      {isViewer && (
        <>
          <span className="spring" />
          <MenuButton label="Export" menu={formats} />
        </>
      )}
      <div className="button-row">
        {REST.map((command) => (
          <CommandButton key={command.id} command={command} />
        ))}
        <CommandButton command={toggleInspector} />
      </div>
    </header>
  );
}

/** Threads on a loom: the product's mark. */
function Mark() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M2.5 3.5h11" stroke="var(--t-tensor)" />
      <path d="M2.5 8h7" stroke="var(--t-image)" />
      <path d="M2.5 12.5h11" stroke="var(--t-label)" />
    </svg>
  );
}
