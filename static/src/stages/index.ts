import { later } from "../parts/later";

/** The strip and the form of a stage, whose code comes with the first drawing that has stages. */
export const strip = later(() => import("./Strip").then(({ Strip }) => Strip));
export const stageForm = later(() => import("./StageForm").then(({ StageForm }) => StageForm));
