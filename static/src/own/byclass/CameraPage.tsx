import { useRef } from "react";
import { asPng, fitted } from "../../media/fit";
import { Live } from "../../media/Live";
import { useDevice } from "../../media/useDevice";
import { ByClass } from "./ByClass";
import { HoldButton } from "./HoldButton";
import { addShot, createTakes, newTake } from "./takes";

const EVERY_MS = 125;
const SIDE = 96;
const takes = createTakes();

/** Pictures by class: for as long as a button is held, eight a second. */
export function CameraPage() {
  const { stream, trouble } = useDevice("camera");
  const video = useRef<HTMLVideoElement>(null);
  const hold = (id: string) => () => {
    const take = newTake();
    const shoot = async () => {
      const picture = video.current && fitted(video.current, SIDE);
      if (picture)
        addShot(takes, id, { take, content: await asPng(picture), face: picture.toDataURL("image/png") });
    };
    void shoot();
    const timer = setInterval(() => void shoot(), EVERY_MS);
    return () => clearInterval(timer);
  };
  return (
    <ByClass
      takes={takes}
      noun="picture"
      how="hold the button"
      suffix="png"
      name="Webcam pictures"
      filler={({ id, name }) => (
        <HoldButton label={`Hold to record ${name}`} disabled={!stream} onHold={hold(id)}>
          Hold to record
        </HoldButton>
      )}
    >
      {stream ? (
        <Live stream={stream} ref={video} />
      ) : (
        <p className="own-waiting" role={trouble ? "alert" : "status"}>
          {trouble ?? "Allow the camera, where the browser asks."}
        </p>
      )}
      <p>
        Hold a class's button three times or more, and move in between. Whoever is in a picture should know: a
        face is personal, and things, hands or drawings do as well.
      </p>
    </ByClass>
  );
}
