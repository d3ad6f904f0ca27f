import { create } from "zustand";

/** Whether the name of the chosen stage is to be typed next: it was just added. */
export const useNaming = create<{ isNaming: boolean }>(() => ({ isNaming: false }));
