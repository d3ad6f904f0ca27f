import "./live.css";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";

interface LiveProps {
  stream: MediaStream;
  ref: Ref<HTMLVideoElement>;
}

/** What the camera sees: the square that is taken, as in a mirror. */
export function Live({ stream, ref }: LiveProps) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle(ref, () => video.current as HTMLVideoElement, []);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = stream;
    void video.current.play().catch(() => {}); // taken away before it began
  }, [stream]);
  return <video ref={video} className="live" muted playsInline aria-label="What the camera sees" />;
}
