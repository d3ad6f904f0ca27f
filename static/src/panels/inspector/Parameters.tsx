import { matters } from "../../document/params/matters";
import { isAbout } from "../../document/reading/facts";
import { CHOSEN, OWN_DATA } from "../../document/reading/ownData";
import { checked, openBlock } from "../../document/view/view";
import { useView } from "../../editor";
import { useDraft } from "../../sweep/draft";
import { pathTo } from "../../sweep/places";
import type { NodeType } from "../../types/generated";
import { isNamed } from "./naming";
import { OwnDataField } from "./OwnDataField";
import { ParamField } from "./ParamField";

/** The form of a node: what matters for what is chosen, and whatever else has a problem or is varied by a sweep. */
export function Parameters({ id, type }: { id: string; type: NodeType }) {
  const given = useView((view) => openBlock(view).nodes[id]?.params) ?? {};
  const inferred = useView((view) => checked(view, id))?.inferred;
  const isVaried = useIsVaried(id);
  const said = useProblems(id);
  const shown = type.params.filter(
    (param) =>
      matters(param, { params: type.params, given, isOpen: isVaried }) ||
      isVaried(param.name) ||
      said.some((problem) => isNamed(problem, id, param.name)),
  );
  const isOwn = type.type === OWN_DATA;
  return (
    <>
      {isOwn && <OwnDataField id={id} params={given} />}
      {shown.map(
        (param) =>
          !(isOwn && CHOSEN.includes(param.name)) && (
            <ParamField
              key={param.name}
              node={id}
              param={param}
              given={given[param.name]}
              inferred={inferred?.[param.name]}
            />
          ),
      )}
    </>
  );
}

/** Tells of a field whether the next sweep tries several values of it. */
function useIsVaried(id: string): (name: string) => boolean {
  const axes = useDraft((draft) => draft.axes);
  const main = useView((view) => view.document.main);
  const block = useView((view) => view.block);
  return (name) => axes.some(({ path }) => path === pathTo({ main }, block, id, name));
}

function useProblems(id: string) {
  const report = useView((view) => view.report);
  const document = useView((view) => view.document);
  const block = useView((view) => view.block);
  return report?.problems.filter((problem) => isAbout(problem, document, block, id)) ?? [];
}
