import { Tabs } from "@base-ui/react/tabs";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { config } from "../config";
import type { DockTab } from "../document/view";
import { useEditor, useView } from "../editor";
import { RunDock, WatchPanel } from "../run";
import { SweepPanel } from "../sweep";
import { TryIt } from "../tryit";
import { Code } from "./Code";
import { IconButton } from "./IconButton";

const LOWEST_PX = 120;
const STEP_PX = 24;
const FIRST_PX = Math.round(Math.max(240, Math.min(304, innerHeight * 0.34)));

/** Below the canvas: the training and its curves, the code, and a place to try the network. */
export function Dock() {
  const { view, graph } = useEditor();
  const { isOpen, tab, report, isReadOnly } = {
    isOpen: useView((now) => now.isDockOpen),
    tab: useView((now) => now.dockTab),
    report: useView((now) => now.report),
    isReadOnly: useView((now) => now.isReadOnly),
  };
  const [height, setHeight] = useState(FIRST_PX);
  return (
    <Tabs.Root
      className={`dock ${isOpen ? "" : "is-closed"}`}
      style={isOpen ? { height } : undefined}
      value={tab}
      onValueChange={(chosen: DockTab) => view.setState({ dockTab: chosen, isDockOpen: true })}
    >
      {isOpen && <Sash height={height} onResize={setHeight} />}
      <div className="dock-head">
        <Tabs.List className="tabs" activateOnFocus={false}>
          <Tabs.Tab value="training">Training</Tabs.Tab>
          <Tabs.Tab value="sweep">Sweep</Tabs.Tab>
          <Tabs.Tab value="watch">Watch</Tabs.Tab>
          <Tabs.Tab value="code">Code</Tabs.Tab>
          <Tabs.Tab value="try">Try it</Tabs.Tab>
        </Tabs.List>
        <IconButton
          label={isOpen ? "Fold away" : "Unfold"}
          icon={isOpen ? ChevronDown : ChevronUp}
          onClick={() => view.setState({ isDockOpen: !isOpen })}
        />
      </div>
      {/* The run is followed while another tab is in front, too. */}
      <Tabs.Panel value="training" className="dock-panel" keepMounted>
        <RunDock
          project={config.project}
          isReadOnly={isReadOnly}
          getDocument={() => graph.document}
          report={report}
        />
      </Tabs.Panel>
      <Tabs.Panel value="sweep" className="dock-panel">
        <SweepPanel />
      </Tabs.Panel>
      <Tabs.Panel value="watch" className="dock-panel">
        <WatchPanel />
      </Tabs.Panel>
      <Tabs.Panel value="code" className="dock-panel">
        <Code />
      </Tabs.Panel>
      <Tabs.Panel value="try" className="dock-panel">
        <TryIt project={config.project} />
      </Tabs.Panel>
    </Tabs.Root>
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
