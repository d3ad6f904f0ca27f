import type { Command } from "../commands/command";
import { isAvailable } from "../commands/command";
import { keyLabel } from "../commands/keys";
import { COMMANDS, run } from "../commands/registry";
import { command as toggleInspector } from "../commands/toggle-inspector";
import { command as togglePalette } from "../commands/toggle-palette";
import { config } from "../config";
import { useEditor, useView } from "../editor";
import { ShareButton } from "../share";
import { ConnectionState } from "./ConnectionState";
import { ExportMenu } from "./ExportMenu";
import { IconButton } from "./IconButton";
import { NetworksMenu, StartersMenu } from "./menus";
import { NetworkName } from "./NetworkName";

const TOOLBAR = COMMANDS.filter(({ toolbar }) => toolbar !== undefined).sort(
  (one, other) => (one.toolbar ?? 0) - (other.toolbar ?? 0),
);
const EDITING = TOOLBAR.filter(({ group, toolbar = 0 }) => group === "Edit" || toolbar < 5);
const REST = TOOLBAR.filter((command) => !EDITING.includes(command));

/** The product, the network's name, and what can be done with it. */
export function TopBar() {
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <header className="top-bar">
      {!isReadOnly && <CommandButton command={togglePalette} />}
      <h1>
        <a className="brand" href="/">
          <Mark /> Layerloom
        </a>
      </h1>
      <NetworkName />
      <ConnectionState />
      {!isReadOnly && (
        <>
          <div className="button-row">
            {EDITING.map((command) => (
              <CommandButton key={command.id} command={command} />
            ))}
          </div>
          <span className="spring" />
          <StartersMenu />
          <NetworksMenu />
          <ExportMenu />
          <ShareButton project={config.project} />
        </>
      )}
      {isReadOnly && (
        <>
          <span className="spring" />
          <ExportMenu />
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

function CommandButton({ command }: { command: Command }) {
  const editor = useEditor();
  const isOff = useView(() => !isAvailable(command, editor));
  const key = command.keys?.[0];
  return (
    <IconButton
      label={command.label}
      icon={command.icon}
      keys={key && keyLabel(key)}
      disabled={isOff}
      onClick={() => void run(command, editor)}
    />
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
