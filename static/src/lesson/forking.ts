import { create } from "zustand";
import { ApiError } from "../api";
import { config } from "../config";
import { type Editor, useEditor } from "../editor";
import { forgetWithCause, sayWhy } from "../trouble";

interface Forking {
  isBusy: boolean;
  /** Why it could not be made, and what was to be tried, where the starter itself could be. */
  refusal: { words: string; label: string | null } | null;
}

/** Whether a network is being made of what a lesson has one try. */
export const useForking = create<Forking>(() => ({ isBusy: false, refusal: null }));

const GONE = "variant_does_not_fit";

/** Makes a network of one's own with what a button of the lesson changes, and goes there: of the original, where this is a fork. */
export function useTry(): (label: string) => Promise<void> {
  const editor = useEditor();
  const { original, project, variant } = config;
  return (label) =>
    goTo(editor, label, () => {
      if (original) return { fork_of: original, variant: label };
      if (variant) return { starter: config.starter, variant: label };
      const { graph } = editor.past?.live ?? editor;
      return { fork_of: project, variant: label, document: graph.document };
    });
}

/** The same of the starter as it was drawn. */
export function useTryAfresh(): (label: string) => Promise<void> {
  const editor = useEditor();
  return (label) => goTo(editor, label, () => ({ starter: config.starter, variant: label }));
}

/** Opens the drawing of full size. */
export function useFullSize(): (title: string) => Promise<void> {
  const editor = useEditor();
  return (title) => goTo(editor, null, () => ({ starter: config.starter, full_size: title }));
}

/** Goes back to the network that this is a fork of; where there is none any more, to the starter. */
export function useOriginal(): () => Promise<void> {
  const editor = useEditor();
  return async () => {
    if (config.original) location.assign(`/p/${config.original}/`);
    else await goTo(editor, null, () => ({ starter: config.starter }));
  };
}

async function goTo(
  editor: Editor,
  label: string | null,
  origin: () => Parameters<Editor["server"]["createProject"]>[0],
): Promise<void> {
  if (useForking.getState().isBusy) return;
  useForking.setState({ isBusy: true, refusal: null });
  try {
    location.assign(`/p/${(await editor.server.createProject(origin())).id}/`);
  } catch (error) {
    const isGone = error instanceof ApiError && error.code === GONE;
    const isAway = error instanceof ApiError && error.isUnreachable;
    useForking.setState({ isBusy: isAway, refusal: { words: sayWhy(error), label: isGone ? label : null } });
    if (!isAway) return;
    forgetWithCause(error, () => {
      useForking.setState({ isBusy: false, refusal: null }); // it is made as soon as the server is back
      void goTo(editor, label, origin);
    });
  }
}
