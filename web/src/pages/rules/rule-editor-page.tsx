// A rule of the organisation's own, from the first line to its being at work: written with its mistakes marked, put to
// events, put to the past with a forecast, saved with a reason.
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { ownRuleQuery } from "../../data/rules.ts";
import { useView } from "../../data/search.ts";
import { RuleDesk } from "./rule-desk.tsx";

/** A first text, with what somebody hunted for as a remark. */
const draft = (query: string | undefined, id: string): string => `title: 
id: ${id}
status: experimental
description: 
${query === undefined ? "" : `# Hunted for: ${query.replaceAll("\n", " ")}\n`}logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\\\'
  condition: selection
level: medium
`;

export function RuleEditorPage() {
  const { t } = useTranslation("rules");
  const { tenant } = useParams({ from: "/inside/rules/$tenant/edit" });
  const { path, query, version } = useView();
  const found = useQuery({ ...ownRuleQuery(tenant, path ?? ""), enabled: path !== undefined, staleTime: Infinity });
  useCrumbs([{ text: t("title"), to: "/rules" }, { text: path ?? t("new") }]);
  if (path === undefined) return <RuleDesk tenant={tenant} path="" text={draft(query, crypto.randomUUID())} versions={[]} />;
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const versions = found.data.rules;
  const shown = versions.find((one) => String(one.version) === version) ?? versions.find(({ text }) => text !== null);
  return <RuleDesk key={shown?.version} tenant={tenant} path={path} text={shown?.text ?? ""} versions={versions} />;
}
