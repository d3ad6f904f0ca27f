export { LessonCard } from "./LessonCard";
