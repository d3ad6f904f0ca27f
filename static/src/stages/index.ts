import { later } from "../parts/later";

/** The strip, whose code comes with the first drawing that has stages. */
export const strip = later(() => import("./Strip").then(({ Strip }) => Strip));
