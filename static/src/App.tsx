import { type MouseEvent, useEffect } from "react";
import { Canvas } from "./canvas/Canvas";
import { config } from "./config";
import { FETCHING, whyEnded } from "./document/view/standing";
import type { View } from "./document/view/view";
import { useEditor, useView } from "./editor";
import { useLine } from "./line/line";
import { tellOfOpenedFile } from "./open";
import { Dock } from "./panels/dock/Dock";
import { Inspector } from "./panels/inspector/Inspector";
import { useNotChecked } from "./panels/inspector/NotChecked";
import { Palette } from "./panels/palette/Palette";
import { TopBar } from "./panels/topbar/TopBar";
import { Fence } from "./parts/Fence";
import { holdKeys } from "./parts/heldKeys";
import { later, Part } from "./parts/later";
import { Notices } from "./parts/notices";
import { Tooltips } from "./parts/Tooltips";
import { strip } from "./stages";

const dialogs = later(() => import("./panels/dialogs/dialogs").then(({ Dialogs }) => Dialogs), true);

const shareBanner = later(() => import("./share/ShareBanner").then(({ ShareBanner }) => ShareBanner));

/** The whole page: the same for its owner and, read-only, for those with a link. */
export function App() {
  const name = useView((view) => view.name);
  const isPaletteOpen = useView((view) => view.isPaletteOpen);
  const isInspectorOpen = useView((view) => view.isInspectorOpen);
  const standing = useView(standingOf);
  const hasStages = useView(({ document }) => (document.training.stages ?? []).length > 0);
  const isChecked = useNotChecked() === null;
  useEffect(tellOfOpenedFile, []);
  return (
    <>
      <div className={`app ${isChecked ? "" : "is-unchecked"}`}>
        <SkipLink />
        {config.token && <Part of={shareBanner} props={{ token: config.token, name }} />}
        {config.embedded ? <EmbeddedBar name={name} /> : <TopBar />}
        <main className="work">
          {isPaletteOpen && <Palette />}
          <div className="stage">
            <LineBanner />
            {hasStages && (
              <div className="strips">
                <Part of={strip} props={{}} />
              </div>
            )}
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
      <WhenAsked />
      <Notices />
      <Tooltips />
    </>
  );
}

/** Over a drawing within a page of text: what it is, and the way to the whole editor. */
function EmbeddedBar({ name }: { name: string }) {
  return (
    <header className="embedded-bar">
      <h1>{name}</h1>
      <a href={location.pathname} target="_top">
        Open in the editor
      </a>
    </header>
  );
}

/** The first stop of Tab: past the bar and the palette, to what the page is about. */
function SkipLink() {
  const skip = (event: MouseEvent) => {
    event.preventDefault(); // the address stays what it is
    document.getElementById("canvas")?.focus();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: a link to a place of this page, as a skip link is
    <a className="skip-link" href="#canvas" onClick={skip}>
      Skip to the drawing
    </a>
  );
}

// The canvas waits for the drawing and the catalogue, so that its first picture is the right one.
function standingOf({ connection, catalog }: View): string | null {
  const isFetching = connection === "loading" || catalog.size === 0;
  return whyEnded(connection) ?? (isFetching ? FETCHING : null);
}

/** Lies over the drawing, so that nothing moves under the hand. */
function LineBanner() {
  const isCut = useLine((line) => line.isCut);
  const isReadOnly = useView((view) => view.isReadOnly);
  if (!isCut) return null;
  return (
    <p data-over-canvas className="line-banner" role="alert">
      <strong>The server can't be reached.</strong>{" "}
      {isReadOnly
        ? "What you see is from before."
        : "Draw on, edits are kept here. Shapes and problems are not checked."}{" "}
      Trying again…
    </p>
  );
}

/** The dialogs, from the first that is opened on; what is typed while their code comes is theirs. */
function WhenAsked() {
  const { view } = useEditor();
  const isAsked = useView((view) => view.dialog !== null);
  const Dialogs = dialogs.usePart();
  useEffect(() => {
    if (!isAsked) return;
    const close = () => view.setState({ dialog: null });
    void dialogs.fetch().then((isHere) => isHere || close());
    return holdKeys(close);
  }, [isAsked, view]);
  return Dialogs && <Dialogs />;
}
