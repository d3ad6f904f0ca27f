import { type ComponentType, type PointerEvent, useEffect, useMemo, useState } from "react";
import { ApiError, api } from "../api";
import { useLiveView } from "../run/live/live";
import { ClassLegend } from "../run/looks/parts/ClassLegend";
import { Dots } from "../run/looks/parts/Dots";
import { onceReached, sayWhy } from "../trouble";
import type { Asks, Codes, Unfolded } from "../types/generated";
import { numberText } from "./answers/parts/numberText";
import { percentOf, placeOf } from "./answers/parts/plane";
import { valuesOf } from "./answers/parts/shades";
import { ANSWERS } from "./found";
import type { AnswerProps, ToldKind } from "./kinds";
import { inPace } from "./pace";

interface LatentMapProps {
  runId: string;
  asks: Asks;
  /** The weights that answer first. */
  weights: string;
}

const STEP = 0.02;

/** The plane of two numbers of a code: a place of it is dragged, and what the network reads there is seen. */
export function LatentMap({ runId, asks, weights }: LatentMapProps) {
  const checkpoint = useLiveView((view) => view.facts?.checkpoint_step ?? null);
  const { codes, code, setCode, unfolded, refusal } = useCode(runId, weights, checkpoint);
  const [axes, setAxes] = useState<[number, number]>([0, 1]);
  if (!codes || !code) return refusal ? <p className="tryit-refusal">{refusal}</p> : null;
  const move = ([x, y]: readonly [number, number]) =>
    setCode(code.map((value, axis) => (axis === axes[0] ? x : axis === axes[1] ? y : value)));
  return (
    <section className="tryit-latent" aria-label="Latent map">
      <div>
        <CodePlane codes={codes} axes={axes} code={code} onMove={move} />
        {asks.code > 2 && <Axes many={asks.code} axes={axes} onChoose={setAxes} />}
      </div>
      <div className="answer-side">
        <p className="tryit-fine">
          Drag the dot: each place is a code of {asks.code} numbers, from which the network draws. Small dots
          are held-out samples.
        </p>
        <ClassLegend classes={codes.classes} />
      </div>
      {unfolded?.answers.map((by) =>
        Object.entries(by.told).map(([name, told]) => {
          const Kindly = ANSWERS.get(told.kind)?.Answer as ComponentType<AnswerProps<ToldKind>> | undefined;
          return Kindly && <Kindly key={name} name={name} told={told} right={null} asks={asks} given={{}} />;
        }),
      )}
      {refusal && (
        <p className="tryit-refusal" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

/** The codes of samples, the code in hand, and what the network reads from it. */
function useCode(runId: string, weights: string, checkpoint: number | null) {
  const [codes, setCodes] = useState<Codes | null>(null);
  const [code, setCode] = useState<number[] | null>(null);
  const [unfolded, setUnfolded] = useState<Unfolded | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const path = `/api/runs/${runId}/codes/?weights=${encodeURIComponent(weights)}`;
  const pace = useMemo(() => {
    const refuse = (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(sayWhy(error));
    };
    return inPace(async (code: number[]) => {
      try {
        setUnfolded(await onceReached(() => api.post<Unfolded>(path, { code })));
        setRefusal(null);
      } catch (error) {
        refuse(error);
      }
    });
  }, [path]);
  useEffect(() => {
    if (checkpoint === null) return;
    let isOver = false;
    void onceReached(() => api.get<Codes>(path))
      .then((found) => {
        if (isOver) return;
        setCodes(found);
        setCode((before) => before ?? found.ranges.map(([low, high]) => (low + high) / 2));
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (!isOver) setRefusal(sayWhy(error));
      });
    return () => {
      isOver = true;
    };
  }, [path, checkpoint]);
  useEffect(() => {
    if (codes && code) pace.ask(code); // again with every state that was looked at
  }, [codes, code, pace]);
  return { codes, code, setCode, unfolded, refusal };
}

interface CodePlaneProps {
  codes: Codes;
  axes: readonly [number, number];
  code: readonly number[];
  onMove: (place: readonly [number, number]) => void;
}

function CodePlane({ codes: { ranges, points, labels }, axes: [across, up], code, onMove }: CodePlaneProps) {
  const sets = useMemo(() => {
    const many = points.shape[1] ?? 1;
    const values = valuesOf(points);
    const pairs = Float32Array.from({ length: (2 * values.length) / many }, (_, i) => {
      const row = Math.floor(i / 2);
      return values[row * many + (i % 2 === 0 ? across : up)] ?? 0;
    });
    return [{ points: pairs, labels: Uint8Array.from(labels), radius: 5, opacity: 0.65 }];
  }, [points, labels, across, up]);
  const [left, right] = ranges[across] ?? [-1, 1];
  const [bottom, top] = ranges[up] ?? [-1, 1];
  const box = [left, right, bottom, top] as const;
  const [x, y] = [code[across] ?? 0, code[up] ?? 0];
  const [fromLeft, fromTop] = percentOf([x, y], box);
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left: from, top: above, width, height } = event.currentTarget.getBoundingClientRect();
    const share = (value: number) => Math.max(0, Math.min(100, 100 * value));
    onMove(placeOf([share((event.clientX - from) / width), share((event.clientY - above) / height)], box));
  };
  return (
    <div
      className="answer-plane tryit-code"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the code
      tabIndex={0}
      aria-label={`Code: ${numberText(round(x))}, ${numberText(round(y))}. Arrow keys move it.`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={(event) => {
        const [right01, up01] = ARROWS[event.key] ?? [0, 0];
        if (right01 === 0 && up01 === 0) return;
        event.preventDefault();
        onMove([x + STEP * right01 * (right - left), y + STEP * up01 * (top - bottom)]);
      }}
    >
      <Dots sets={sets} box={box} label="Where held-out samples lie" />
      <span className="tryit-point" style={{ left: `${fromLeft}%`, top: `${fromTop}%` }} />
    </div>
  );
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const round = (value: number) => Number(value.toPrecision(3));

interface AxesProps {
  many: number;
  axes: readonly [number, number];
  onChoose: (axes: [number, number]) => void;
}

/** Which two numbers of a longer code the plane shows. */
function Axes({ many, axes, onChoose }: AxesProps) {
  const names = ["across", "up"] as const;
  return (
    <p className="tryit-fine tryit-axes">
      {names.map((name, place) => (
        <label key={name}>
          {name}
          <select
            className="field"
            value={axes[place]}
            onChange={({ target }) => {
              const chosen = Number(target.value);
              const other =
                axes[1 - place] === chosen ? (axes[place] as number) : (axes[1 - place] as number);
              onChoose(place === 0 ? [chosen, other] : [other, chosen]);
            }}
          >
            {Array.from({ length: many }, (_, number) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a number of a code is its place
              <option key={number} value={number}>
                number {number + 1}
              </option>
            ))}
          </select>
        </label>
      ))}
    </p>
  );
}
