import {
  ChevronDown,
  ChevronRight,
  FlaskConical,
  GraduationCap,
  Hammer,
  Maximize2,
  Scissors,
} from "lucide-react";
import { type ComponentType, useEffect, useState } from "react";
import { config } from "../config";
import { later, Part } from "../parts/later";
import { forgetWithCause, sayWhy } from "../trouble";
import { Figures } from "./Figures";
import { useForking, useFullSize, useTry, useTryAfresh } from "./forking";
import "./lesson.css";
import { fetchLesson, type Lesson, type Told, type Variant, variantsOf } from "./told";

const experiments = later(() => import("../sweep/Experiments").then(({ Experiments }) => Experiments));
const forked = later(() => import("./Forked").then(({ Forked }) => Forked));

const FOLDED = "layerloom-lesson-folded";

/** What the starter teaches that this network began as, and what there is to try with it; folds away. */
export function LessonCard() {
  const [told, trouble] = useLesson();
  const [isFolded, setFolded] = useState(() => localStorage.getItem(FOLDED) === "1");
  if (trouble) return <p className="lesson-trouble">{trouble}</p>;
  if (!told?.lesson) return null;
  const variant = variantsOf(told.lesson).find(({ label }) => label === config.variant);
  const fold = () => {
    localStorage.setItem(FOLDED, isFolded ? "" : "1");
    setFolded(!isFolded);
  };
  return (
    <section className="lesson" aria-label="Lesson">
      <h2>
        <button type="button" className="lesson-fold" aria-expanded={!isFolded} onClick={fold}>
          <GraduationCap size={16} aria-hidden />
          <span>{variant ? variant.label : told.title}</span>
          {isFolded ? <ChevronRight size={15} aria-hidden /> : <ChevronDown size={15} aria-hidden />}
        </button>
      </h2>
      {!isFolded && (
        <>
          {variant && <Part of={forked} props={{ told, variant }} />}
          <Taught told={told} lesson={told.lesson} isFork={variant !== undefined} />
        </>
      )}
    </section>
  );
}

function useLesson(): [Told | null, string | null] {
  const [told, setTold] = useState<Told | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asked, ask] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the server is back
  useEffect(() => {
    fetchLesson().then(
      (lesson) => setTold(lesson),
      (error: unknown) => {
        setTrouble(`The lesson could not be fetched. ${sayWhy(error)}`);
        forgetWithCause(error, () => {
          setTrouble(null);
          ask((times) => times + 1);
        });
      },
    );
  }, [asked]);
  return [told, trouble];
}

function Taught({ told, lesson, isFork }: { told: Told; lesson: Lesson; isFork: boolean }) {
  const isViewer = config.page === "share";
  const full = lesson.full_size.find(({ title }) => title === config.variant);
  return (
    <>
      {full && (
        <p className="lesson-changed">
          {full.parameters.toLocaleString("en")} parameters, as in {full.source}. It opens to be read and is
          checked by its shapes; the starter is what trains here.
        </p>
      )}
      {!isFork && <p className="lesson-teaches">{lesson.teaches}</p>}
      {!isFork && <p className="lesson-expect">{lesson.expect}</p>}
      <h3>{isFork ? "Try something else with the original" : "Things to try"}</h3>
      <ul className="lesson-tries">
        {lesson.tries.map((each) => (
          <Try key={each.label} of={each} icon={FlaskConical} isViewer={isViewer} />
        ))}
        <Try of={lesson.ablation} icon={Scissors} isViewer={isViewer} />
        <Try of={lesson.broken} icon={Hammer} isViewer={isViewer} />
      </ul>
      <Refusal />
      {!isViewer && lesson.comparisons.length > 0 && <Part of={experiments} props={{ starter: told.key }} />}
      <Figures told={told} lesson={lesson} />
      {!isViewer && <FullSizes lesson={lesson} />}
      <p className="lesson-paper">{lesson.paper}</p>
    </>
  );
}

interface TryProps {
  of: Variant;
  icon: ComponentType<{ size: number }>;
  isViewer: boolean;
}

/** One thing to try, with what will be seen; for who only watches without its button. */
function Try({ of: { label, expect }, icon: Icon, isViewer }: TryProps) {
  const fork = useTry();
  const isBusy = useForking((now) => now.isBusy);
  const isHere = label === config.variant;
  return (
    <li>
      {isViewer || isHere ? (
        <strong>
          <Icon size={13} /> {label}
          {isHere && " (this network)"}
        </strong>
      ) : (
        <button type="button" className="button" disabled={isBusy} onClick={() => void fork(label)}>
          <Icon size={13} /> {label}
        </button>
      )}
      {!isHere && <p>{expect}</p>}
    </li>
  );
}

/** Why something could not be tried, and the starter itself to try it with. */
function Refusal() {
  const refusal = useForking((now) => now.refusal);
  const afresh = useTryAfresh();
  if (!refusal) return null;
  const { words, label } = refusal;
  return (
    <div className="lesson-refusal" role="alert">
      <p>{words}</p>
      {label && (
        <button type="button" className="fix" onClick={() => void afresh(label)}>
          Try it on the starter as it was drawn
        </button>
      )}
    </div>
  );
}

function FullSizes({ lesson }: { lesson: Lesson }) {
  const open = useFullSize();
  const isBusy = useForking((now) => now.isBusy);
  return lesson.full_size.map(({ title, parameters, source }) => (
    <p key={title} className="lesson-full">
      <button
        type="button"
        className="button"
        disabled={isBusy}
        title={source}
        onClick={() => void open(title)}
      >
        <Maximize2 size={13} aria-hidden /> Full size: {title}
      </button>
      <span>{parameters.toLocaleString("en")} parameters</span>
    </p>
  ));
}
