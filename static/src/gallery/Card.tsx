import { Play } from "lucide-react";
import { useState } from "react";
import { notifyFailure } from "../parts/notices";
import { type Starter, server } from "../server";
import { secondsWords } from "./words";

/** One starter: a press on it opens it, Train opens it and has it learn at once. */
export function Card({ starter }: { starter: Starter }) {
  const { key, title, summary, teaches, paper, full_sizes } = starter;
  return (
    <li className="card" data-starter={key}>
      <Picture starter={starter} />
      <h3>
        <a className="card-open" href={`/new/${key}/`} rel="nofollow">
          {title}
        </a>
      </h3>
      <p className="card-teaches">{teaches || summary}</p>
      {paper && <p className="card-paper">{paper}</p>}
      <Facts starter={starter} />
      <div className="card-actions">
        <TrainLink starter={starter} />
        {full_sizes.map((size) => (
          <FullSize key={size.title} starter={key} size={size} />
        ))}
      </div>
    </li>
  );
}

/** It at work, as it was trained once; its drawing, where nobody took a picture yet. */
export function Picture({ starter: { pictures, drawing } }: { starter: Starter }) {
  const [light, dark] = pictures ? [pictures.light, pictures.dark] : [drawing ?? "", null];
  return (
    <div className={`card-picture ${pictures ? "" : "is-drawing"}`}>
      <img className={dark ? "of-light" : ""} src={light} alt="" loading="lazy" width={480} height={270} />
      {dark && <img className="of-dark" src={dark} alt="" loading="lazy" width={480} height={270} />}
    </div>
  );
}

/** What was measured, and nothing else. */
export function Facts({ starter: { seconds, reached } }: { starter: Starter }) {
  const facts = [
    seconds === null ? "" : `trains in ${secondsWords(seconds)}`,
    reached.length === 0 ? "" : `${reached.join(", ")} on test`,
  ].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <p
      className="card-facts"
      title="The median of five trainings, on the part that none of them learned from"
    >
      {facts.join(" · ")}
    </p>
  );
}

/** One press to a training. */
export function TrainLink({ starter: { key, title }, words }: { starter: Starter; words?: string }) {
  return (
    <a
      className="button is-primary"
      href={`/new/${key}/?train`}
      rel="nofollow"
      aria-label={words ? undefined : `Train ${title}`}
    >
      <Play size={13} aria-hidden /> {words ?? "Train"}
    </a>
  );
}

/** The drawing as it was published: it opens, and is checked by its shapes. */
function FullSize({ starter, size }: { starter: string; size: Starter["full_sizes"][number] }) {
  const [isAsked, setAsked] = useState(false);
  const open = async () => {
    setAsked(true);
    try {
      const { id } = await server.createProject({ starter, full_size: size.title });
      location.assign(`/p/${id}/`);
    } catch (error) {
      setAsked(false);
      notifyFailure(`${size.title} could not be opened`, error);
    }
  };
  return (
    <button type="button" className="link card-full" disabled={isAsked} onClick={() => void open()}>
      {size.title}. Full size: {size.parameters.toLocaleString("en")} parameters
    </button>
  );
}
