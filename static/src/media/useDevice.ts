import { useEffect, useState } from "react";
import { sayWhy } from "../trouble";
import { close, openDevice } from "./devices";

/** The camera or the microphone, for as long as this is shown; null until it is allowed. */
export function useDevice(what: "camera" | "microphone") {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    let opened: MediaStream | null = null;
    openDevice(what).then(
      (device) => {
        if (isGone) return close(device);
        opened = device;
        setStream(device);
      },
      (error: unknown) => isGone || setTrouble(sayWhy(error)),
    );
    return () => {
      isGone = true;
      if (opened) close(opened);
    };
  }, [what]);
  return { stream, trouble };
}
