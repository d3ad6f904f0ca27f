import { ActivationPicture } from "./ActivationPicture";
import { useActivation, useLooking } from "./activations";

/** Maps shown on a node; the panel shows all. */
const MAPS_ON_NODE = 32;

/** A node's activation, small, hanging below the node so that nothing moves when it comes. */
export function NodeActivation({ node }: { node: string }) {
  const isOnDrawing = useLooking((looking) => looking.isOnDrawing);
  const activation = useActivation(node);
  if (!isOnDrawing || !activation) return null;
  return (
    <div className="node-activation">
      <ActivationPicture activation={activation} width={184} height={52} mostMaps={MAPS_ON_NODE} />
    </div>
  );
}
