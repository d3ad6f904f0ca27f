import { create } from "zustand";
import { useIsOfRun } from "../../past/useIsOfRun";
import { type Key, useLook, useOffers } from "./looks";
import { useNodeTraining } from "./nodeTraining";
import { usePicture } from "./registry";
import { useNodeOffers } from "./useNodeOffers";

/** Which probe the visitor wants on the nodes of the drawing; null for none, undefined before they chose. */
export const useOnDrawing = create<{ probe?: Key | null }>(() => ({}));

/** Which probe is shown on the nodes of the drawing: for points in the plane what units make of it, else one sample. */
export function useShownOnDrawing(): Key | null {
  const chosen = useOnDrawing((now) => now.probe);
  const isPlane = useOffers(({ offers }) => {
    const many = (key: Key) => offers?.find((offer) => offer.key === key)?.nodes?.main?.length ?? 0;
    return 2 * many("plane") > many("activation");
  });
  return chosen === undefined ? (isPlane ? "plane" : "activation") : chosen;
}

/**
 * What training has to show on a node: what a probe sees there, small, or the latest value of a loss or
 * metric. It hangs below the node, so that nothing moves when it comes.
 */
export function NodePicture({ node, path }: { node: string; path: string | null }) {
  const shown = useShownOnDrawing();
  const isChosen = useOnDrawing((now) => now.probe !== undefined);
  const { latest } = useNodeTraining(path ?? "");
  const offers = useNodeOffers(node);
  const isOfRun = useIsOfRun(node);
  if (latest !== null && isOfRun) return <div className="node-picture node-latest">{wrapped(latest)}</div>;
  const has = (probe: Key | null) => offers.some(({ key }) => key === probe);
  const probe = isChosen || has(shown) ? shown : "activation";
  if (path === null || probe === null || !has(probe)) return null;
  return <SmallPicture probe={probe} path={path} />;
}

/** A figure, and what it was measured on; "on" and a unit in words give way where the drawing is far away. */
function wrapped(latest: string) {
  const at = latest.lastIndexOf(" on ");
  if (at < 0) return latest;
  const [figure, unit = ""] = latest.slice(0, at).split(/ (?=\p{L}{4}\S)/u);
  return (
    <span>
      {figure} <span className="latest-on">{unit} on </span>
      {latest.slice(at + 4)}
    </span>
  );
}

function SmallPicture({ probe, path }: { probe: Key; path: string }) {
  const seen = useLook(probe, path, "drawing");
  const OnNode = usePicture(probe)?.OnNode;
  if (!seen || !OnNode) return null;
  return (
    <div className="node-picture">
      <OnNode picture={seen.picture} view={path} />
    </div>
  );
}
