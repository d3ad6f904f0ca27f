import { Menu } from "@base-ui/react/menu";
import { FilePlus2, FolderOpen, Trash2 } from "lucide-react";
import { useState } from "react";
import { command as deleteNetwork } from "../commands/delete-network";
import { run } from "../commands/registry";
import { config } from "../config";
import { sayWhy } from "../document/check";
import { useEditor, useView } from "../editor";
import type { Project } from "../server";
import { DropDown } from "./DropDown";
import { notify } from "./notices";
import { openBlank, openFile, openStarter } from "./open";

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
      <Menu.Item className="menu-item" onClick={() => void openFile(editor)}>
        <strong>
          <FolderOpen size={13} aria-hidden /> Open a file…
        </strong>
        <span>a drawing, or an ONNX model; or drop it on the canvas</span>
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
      <Menu.Separator className="menu-separator" />
      <Menu.Item className="menu-item" onClick={() => void run(deleteNetwork, editor)}>
        <strong>
          <Trash2 size={13} aria-hidden /> {deleteNetwork.label}
        </strong>
      </Menu.Item>
    </DropDown>
  );
}

function whenWords(moment: string): string {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
