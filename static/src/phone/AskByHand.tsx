import "./ask.css";
import { useEffect, useRef } from "react";
import { TryIt } from "../tryit";

/** Try it, held in one hand: what a thumb reaches is large, and the answer stands right below what was drawn. */
export function AskByHand({ project }: { project: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.parentElement?.scrollIntoView(), []);
  return (
    <div className="phone-ask" ref={place}>
      <TryIt project={project} />
    </div>
  );
}
