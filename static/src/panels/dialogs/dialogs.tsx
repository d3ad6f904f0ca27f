import { DataWindow } from "../../data/DataWindow";
import { useView } from "../../editor";
import { later, Part } from "../../parts/later";
import { MakeBlock, RenameBlock } from "./BlockNames";
import { CommandPalette } from "./CommandPalette";
import { DeleteNetwork } from "./DeleteNetwork";
import { Help } from "./Help";
import { Window } from "./Window";

const ownData = later(() => import("../../own/OwnWindow").then(({ OwnWindow }) => OwnWindow));
const NO_PROPS = {};

/** Whichever dialog is open. */
export function Dialogs() {
  const dialog = useView((view) => view.dialog);
  const chosen = useView((view) => view.selection[0]);
  return (
    <>
      <Window isOpen={dialog === "commands"} title="All commands">
        <CommandPalette />
      </Window>
      <Window isOpen={dialog === "help"} title="Help and shortcuts">
        <Help />
      </Window>
      <Window isOpen={dialog === "make-block"} title="Make a block">
        <MakeBlock />
      </Window>
      <Window isOpen={dialog === "rename-block"} title="Rename the block">
        <RenameBlock />
      </Window>
      <Window isOpen={dialog === "data"} title={`The data of ${chosen}`} size="wide">
        <DataWindow />
      </Window>
      <Window isOpen={dialog === "own-data"} title="Your data" size="full">
        <Part of={ownData} props={NO_PROPS} />
      </Window>
      <Window isOpen={dialog === "delete-network"} title="Delete this network?">
        <DeleteNetwork />
      </Window>
    </>
  );
}
