import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import type { CheckedRule } from "../../data/rule-draft.ts";
import styles from "./desk.module.css";

/** What the server says of the text: what is wrong and where, or what it is for. */
export function CheckResult({ check }: { readonly check: UseQueryResult<CheckedRule> }) {
  const { t } = useTranslation("rules");
  return (
    <Panel title={t("check")} note={check.isFetching ? t("checking") : undefined}>
      <div aria-live="polite">
        {check.isError && <Failed error={check.error} />}
        {check.isPending && check.isFetching && <Loading rows={2} />}
        {check.data?.refused.map(({ line, column, reason, hint }) => (
          <p key={`${line}:${column}:${reason}`} className={styles.mistake}><IconAlertTriangle size={16} aria-hidden /><span><strong>{t("place", { line, column })}</strong> {reason}. {hint}</span></p>
        ))}
        {check.data?.refused.length === 0 && check.data.rules.map(({ key, title, level, logsource, kind }) => (
          <p key={key} className={styles.good}>
            <IconCheck size={16} aria-hidden />
            <span>{title} {level !== null && <SeverityBadge severity={level} />} {logsource === null ? t(`kind.${kind}`) : [logsource.product, logsource.category, logsource.service].filter((part) => part !== null).join(" / ")}</span>
          </p>
        ))}
      </div>
    </Panel>
  );
}
