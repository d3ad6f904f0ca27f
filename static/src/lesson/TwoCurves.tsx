import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { liveRun } from "../run/live/live";
import { count } from "../run/live/sentences";
import { type Course, courseIn, drawnIn } from "./courses";
import { measureWords } from "./Figures";

const FRAME = { width: 250, height: 84 };

/** The course of a measure in a run of the original and in the run that is looked at here, in one frame. */
export function TwoCurves({ run, measure }: { run: string; measure: string }) {
  const original = useCourseOf(run, measure);
  const here = useCourseHere(measure);
  if (original.length === 0) return null;
  const { lines, low, high, last } = drawnIn(FRAME, [original, here]);
  const words = `${measureWords(measure)} on validation, from ${number(low)} to ${number(high)} over ${count(last)} steps`;
  return (
    <figure className="lesson-curves">
      <svg viewBox={`-3 -3 ${FRAME.width + 6} ${FRAME.height + 6}`} role="img" aria-label={words}>
        <polyline className="is-original" points={lines[0]} />
        <polyline className="is-here" points={lines[1]} />
      </svg>
      <figcaption>
        <span className="is-original">original</span>
        {here.length > 0 && <span className="is-here">here</span>}
        <span>
          {number(low)} to {number(high)}, {count(last)} steps
        </span>
      </figcaption>
    </figure>
  );
}

const number = (value: number): string => Number(value.toPrecision(3)).toString();

function useCourseOf(run: string, measure: string): Course {
  const [course, setCourse] = useState<Course>([]);
  useEffect(() => {
    let isWanted = true;
    api
      .getFile(`/api/runs/${run}/curves/`)
      .then((table) => table.text())
      .then(
        (table) => isWanted && setCourse(courseIn(table, `validation/${measure}`)),
        (error: unknown) => {
          if (!(error instanceof ApiError)) throw error; // the figures stand above it
        },
      );
    return () => {
      isWanted = false;
    };
  }, [run, measure]);
  return course;
}

function useCourseHere(measure: string): Course {
  const [course, setCourse] = useState<Course>([]);
  useEffect(() => {
    const take = () => {
      const curve = liveRun.state.curves.get(`validation/${measure}`);
      const values = curve ? [...curve.values] : [];
      setCourse((before) =>
        before.length === values.length ? before : values.map((value, at) => [curve?.steps[at] ?? 0, value]),
      );
    };
    take();
    return liveRun.onCurves(take);
  }, [measure]);
  return course;
}
