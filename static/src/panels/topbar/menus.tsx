import { Menu } from "@base-ui/react/menu";
import { FilePlus2, FolderOpen, LayoutGrid, Table2, Trash2 } from "lucide-react";
import { useState } from "react";
import { command as deleteNetwork } from "../../commands/delete-network";
import { run } from "../../commands/registry";
import { command as yourData } from "../../commands/your-data";
import { config } from "../../config";
import { useEditor } from "../../editor";
import { openBlank, openFile } from "../../open";
import { DropDown } from "../../parts/DropDown";
import type { Pressed } from "../../parts/later";
import { notifyFailure } from "../../parts/notices";
import type { Kept, Project } from "../../server";
import { keptWords } from "./kept";

/** The visitor's own networks, newest first. */
export function NetworksMenu({ isByKey }: Pressed) {
  const editor = useEditor();
  const [projects, setProjects] = useState<readonly Project[]>([]);
  const [kept, setKept] = useState<Kept | null>(null);
  const load = async () => {
    try {
      setProjects(await editor.server.projects());
      setKept(await editor.server.kept());
    } catch (error) {
      notifyFailure("Your networks could not be listed", error);
    }
  };
  return (
    <DropDown isByKey={isByKey} label="My networks" onOpen={() => void load()}>
      <Menu.Item className="menu-item" onClick={() => void openBlank(editor)}>
        <strong>
          <FilePlus2 size={13} aria-hidden /> New, empty
        </strong>
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => void openFile(editor)}>
        <strong>
          <FolderOpen size={13} aria-hidden /> Open a file…
        </strong>
        <span>a drawing, ONNX or torch.export, with its weights; or drop it on the canvas</span>
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => void run(yourData, editor)}>
        <strong>
          <Table2 size={13} aria-hidden /> {yourData.label}
        </strong>
        <span>a table, pictures, sounds, texts; or drop them on the canvas</span>
      </Menu.Item>
      <Menu.Separator className="menu-separator" />
      <Menu.Item className="menu-item" onClick={() => location.assign("/#mine")}>
        <strong>
          <LayoutGrid size={13} aria-hidden /> All of them
        </strong>
        <span>with their drawings and last results</span>
      </Menu.Item>
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
      {kept && (
        <Menu.Item className="menu-item" onClick={() => location.assign("/privacy/")}>
          <strong>What is kept here</strong>
          <span>{keptWords(kept)}</span>
        </Menu.Item>
      )}
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
