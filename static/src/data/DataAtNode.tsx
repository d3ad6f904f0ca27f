import { later, Part } from "../parts/later";

const picture = later(() => import("./NodeData").then(({ NodeData }) => NodeData));

/** What the data of a node look like, below it, from the moment that it stands. */
export const DataAtNode = ({ id }: { id: string }) => <Part of={picture} props={{ id }} />;
