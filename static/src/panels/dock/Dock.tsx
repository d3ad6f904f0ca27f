import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { CommandButton } from "../../commands/CommandButton";
import { command as fit } from "../../commands/fit";
import { command as zoomIn } from "../../commands/zoom-in";
import { command as zoomOut } from "../../commands/zoom-out";
import { config } from "../../config";
import type { DockTab } from "../../document/view/tab";
import { EditorContext, useEditor, useView } from "../../editor";
import { IconButton } from "../../parts/IconButton";
import { later, Part } from "../../parts/later";
import { TabList, TabPanel } from "../../parts/Tabs";
import { RunDock } from "../../run";
import { LookedAt } from "./LookedAt";

const sweep = later(() => import("../../sweep").then(({ SweepPanel }) => SweepPanel));
const watch = later(() => import("../../run/looks/WatchPanel").then(({ WatchPanel }) => WatchPanel));
const code = later(() => import("./Code").then(({ Code }) => Code));
const tryIt = later(() => import("../../tryit").then(({ TryIt }) => TryIt));

const TABS: readonly (readonly [DockTab, string])[] = [
  ["training", "Training"],
  ["sweep", "Sweep"],
  ["watch", "Watch"],
  ["code", "Code"],
  ["try", "Try it"],
];

const LOWEST_PX = 120;
const STEP_PX = 24;
const FIRST_PX = Math.round(Math.max(248, Math.min(304, innerHeight * 0.34)));

/** Below the canvas: the training and its curves, the code, and a place to try the network. */
export function Dock() {
  const editor = useEditor();
  const { view, graph, past } = editor;
  const { isOpen, tab, report } = {
    isOpen: useView((now) => now.isDockOpen),
    tab: useView((now) => now.dockTab),
    report: useView((now) => now.report),
  };
  const [height, setHeight] = useState(FIRST_PX);
  return (
    <div className={`dock ${isOpen ? "" : "is-closed"}`} style={isOpen ? { height } : undefined}>
      {isOpen && <Sash height={height} onResize={setHeight} />}
      <div className="dock-head">
        <TabList
          name="What the dock shows"
          tabs={TABS}
          chosen={tab}
          onChoose={(chosen) => view.setState({ dockTab: chosen, isDockOpen: true })}
        />
        <LookedAt />
        <div className="dock-view">
          <CommandButton command={zoomOut} />
          <CommandButton command={zoomIn} />
          <CommandButton command={fit} />
        </div>
        <IconButton
          label={isOpen ? "Fold away" : "Unfold"}
          icon={isOpen ? ChevronDown : ChevronUp}
          onClick={() => view.setState({ isDockOpen: !isOpen })}
        />
      </div>
      {/* The run is followed while another tab is in front, too. */}
      <TabPanel of="training" chosen={tab} className="dock-panel" isKept>
        <RunDock
          project={config.project}
          isReadOnly={config.page === "share"}
          isPast={past !== undefined}
          getDocument={() => graph.document}
          report={report}
        />
      </TabPanel>
      <TabPanel of="sweep" chosen={tab} className="dock-panel">
        {/* What is varied is the drawing that is worked on, whichever is looked at. */}
        <EditorContext value={past?.live ?? editor}>
          <Part of={sweep} props={{}} />
        </EditorContext>
      </TabPanel>
      <TabPanel of="watch" chosen={tab} className="dock-panel">
        <Part of={watch} props={{}} />
      </TabPanel>
      <TabPanel of="code" chosen={tab} className="dock-panel">
        <Part of={code} props={{}} />
      </TabPanel>
      <TabPanel of="try" chosen={tab} className="dock-panel">
        <Part of={tryIt} props={{ project: config.project }} />
      </TabPanel>
    </div>
  );
}

/** The edge that the dock is resized by, with a pointer or with the arrow keys. */
function Sash({ height, onResize }: { height: number; onResize: (height: number) => void }) {
  const start = useRef<{ y: number; height: number } | null>(null);
  const resize = (wished: number) =>
    onResize(Math.round(Math.max(LOWEST_PX, Math.min(wished, innerHeight * 0.7))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be focused and dragged.
    <div
      className="sash"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={height}
      aria-valuemin={LOWEST_PX}
      tabIndex={0}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, height };
      }}
      onPointerMove={({ clientY }) => {
        if (start.current) resize(start.current.height + start.current.y - clientY);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === "ArrowUp") resize(height + STEP_PX);
        if (key === "ArrowDown") resize(height - STEP_PX);
      }}
    />
  );
}
