import { CommandButton } from "../../commands/CommandButton";
import { COMMANDS } from "../../commands/registry";
import { command as toggleInspector } from "../../commands/toggle-inspector";
import { command as togglePalette } from "../../commands/toggle-palette";
import { config } from "../../config";
import { fetchLists } from "../../offers/lists";
import { later } from "../../parts/later";
import { Mark } from "../../parts/Mark";
import { MenuButton } from "../../parts/MenuButton";
import { ShareButton } from "../../share";
import { ConnectionState } from "./ConnectionState";
import { NetworkName } from "./NetworkName";

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
          <a className="button" href="/" data-tip="Networks that work, to begin with">
            Gallery
          </a>
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
