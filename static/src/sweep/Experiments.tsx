import "./experiments.css";
import { ChartSpline } from "lucide-react";
import { useEffect } from "react";
import { useEditor, useView } from "../editor";
import { whyNotTrain } from "../run/live/sentences";
import { type Experiment, runExperiment, useExperiments, wantExperiments } from "./experiments";
import { useSweeps } from "./sweeps";
import { valueText } from "./words";

/** The experiments of a starter's lesson: each is trained by one click, and shown as a sweep. */
export function Experiments({ starter }: { starter: string }) {
  useEffect(() => void wantExperiments(starter), [starter]);
  const found = useExperiments(({ known }) => known[starter]) ?? [];
  return found.map((experiment) => <Offer key={experiment.plan.shown?.title} experiment={experiment} />);
}

function Offer({ experiment }: { experiment: Experiment }) {
  const { graph, view } = useEditor();
  const isBusy = useSweeps((now) => now.isBusy);
  const obstacle = useView(({ report, isReadOnly }) => whyNotTrain(report, isReadOnly, false, false));
  const { shown } = experiment.plan;
  const run = () => {
    view.setState({ dockTab: "sweep", isDockOpen: true });
    void runExperiment(graph.document, experiment);
  };
  return (
    <section className="experiment" aria-label={shown?.title}>
      <h3>{shown?.title}</h3>
      <p>{shown?.expect}</p>
      <p className="experiment-fine">{armsWords(experiment)}</p>
      <button type="button" className="button" disabled={obstacle !== null || isBusy} onClick={run}>
        <ChartSpline aria-hidden size={14} /> Run the experiment
      </button>
      {obstacle !== null && <p className="experiment-fine">{obstacle}</p>}
    </section>
  );
}

/** "12 trainings: drawing Sigmoid, ReLU; times 1, 3, 10, 30." */
function armsWords({ plan, total }: Experiment): string {
  const axes = plan.axes.map((axis) =>
    "choices" in axis ? `${axis.path}: ${axis.choices.map(valueText).join(", ")}` : axis.path,
  );
  return `${total} trainings. ${axes.join("; ")}.`;
}
