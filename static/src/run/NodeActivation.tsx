import { ActivationPicture } from "./ActivationPicture";
import { useActivation, useLooking } from "./activations";
import { useNodeTraining } from "./nodeTraining";

/** Maps shown on a node; the panel shows all. */
const MAPS_ON_NODE = 32;

/**
 * What training has to show on a node: its activation, small, or the latest value of a loss or
 * metric. It hangs below the node, so that nothing moves when it comes.
 */
export function NodeActivation({ node }: { node: string }) {
  const isOnDrawing = useLooking((looking) => looking.isOnDrawing);
  const activation = useActivation(node);
  const { latest } = useNodeTraining(node);
  if (latest !== null) return <div className="node-activation node-latest">{latest} on test data</div>;
  if (!isOnDrawing || !activation || activation.data.length < 2) return null;
  return (
    <div className="node-activation">
      <ActivationPicture activation={activation} width={184} height={52} mostMaps={MAPS_ON_NODE} />
    </div>
  );
}
