import { Menu } from "@base-ui/react/menu";
import { ChevronDown, FilePlus2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { config } from "../config";
import { sayWhy } from "../document/check";
import { useEditor, useView } from "../editor";
import type { Project } from "../server";
import { notify } from "./notices";
import { openBlank, openStarter } from "./open";

/** Networks that work, to begin with. */
export function StartersMenu() {
  const editor = useEditor();
  const starters = useView((view) => view.starters);
  return (
    <DropDown label="Starters">
      {starters.map(({ key, title, summary }) => (
        <Menu.Item key={key} className="menu-item" onClick={() => void openStarter(editor, key)}>
          <strong>{title}</strong>
          <span>{summary}</span>
        </Menu.Item>
      ))}
    </DropDown>
  );
}

/** The visitor's own networks, newest first. */
export function NetworksMenu() {
  const editor = useEditor();
  const [projects, setProjects] = useState<readonly Project[]>([]);
  const load = async () => {
    try {
      setProjects(await editor.server.projects());
    } catch (error) {
      notify({ title: "Your networks could not be listed", text: sayWhy(error), tone: "error" });
    }
  };
  return (
    <DropDown label="My networks" onOpen={() => void load()}>
      <Menu.Item className="menu-item" onClick={() => void openBlank(editor)}>
        <strong>
          <FilePlus2 size={13} aria-hidden /> New, empty
        </strong>
      </Menu.Item>
      <Menu.Separator className="menu-separator" />
      {projects.map(({ id, name, updated_at }) => (
        <Menu.Item
          key={id}
          className="menu-item"
          disabled={id === config.project}
          onClick={() => location.assign(`/p/${id}/`)}
        >
          <strong>{name}</strong>
          <span>{id === config.project ? "open here" : whenWords(updated_at)}</span>
        </Menu.Item>
      ))}
    </DropDown>
  );
}

function DropDown({ label, onOpen, children }: { label: string; onOpen?: () => void; children: ReactNode }) {
  return (
    <Menu.Root modal={false} onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Menu.Trigger className="button">
        {label} <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer-menu" sideOffset={6} align="end">
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function whenWords(moment: string): string {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
