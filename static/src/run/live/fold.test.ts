import { expect, test } from "vitest";
import { RunState } from "./fold";
import fixture from "./fold.fixture.json";
import { decodeFrame, type Frame, type Snapshot } from "./frames";

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function fold(frames: Frame[]): RunState {
  const state = new RunState();
  for (const frame of frames) {
    if (frame.type === "snapshot") state.replace(frame.state);
    else if (frame.type !== "place" && frame.type !== "look") state.apply(frame);
  }
  return state;
}

test.each(fixture)("$name folds to the state that Python folds to", ({ frames, snapshot }) => {
  const state = fold(frames.map((frame) => decodeFrame(bytes(frame))));
  const expected = decodeFrame(bytes(snapshot)) as unknown as Snapshot;
  expect(state.snapshot()).toEqual(expected);
});

test("a stale snapshot and the events after it give the state of all events", () => {
  const frames = (fixture[0]?.frames ?? []).map((frame) => decodeFrame(bytes(frame)));
  const whole = fold(frames).snapshot();
  for (const cut of frames.keys()) {
    const stale = fold(frames.slice(0, cut)).snapshot();
    expect(fold([{ type: "snapshot", state: stale }, ...frames]).snapshot()).toEqual(whole);
  }
});
