import type { AnswerKind, AnswerProps } from "../kinds";
import { Strip } from "./parts/Strip";

/** The stages of what was made. */
function Film({ name, told }: AnswerProps<"film">) {
  return <Strip name={name} film={told.film} />;
}

export const answer: AnswerKind<"film"> = { key: "film", Answer: Film };
