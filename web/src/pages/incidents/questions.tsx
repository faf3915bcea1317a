// What clients are asked: the list left, the question with its thread beside it; the SOC answers and closes here.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import { Due } from "../../components/due.tsx";
import { AskEscalation } from "../../components/escalation/escalation.tsx";
import { isOurs } from "../../components/own-severity.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useOpenEscalations, type EscalationOfTenant } from "../../data/escalations.ts";
import { useView } from "../../data/search.ts";
import styles from "./incidents.module.css";

export function Questions({ tenants }: { readonly tenants: readonly string[] }) {
  const { t } = useTranslation("incidents");
  const { at } = useView();
  const { escalations, isPending, error, retry } = useOpenEscalations(tenants);
  if (isPending) return <Loading />;
  const chosen = escalations.find(({ id }) => id === at) ?? escalations[0];
  return (
    <div className={styles.scroll}>
      {error !== null && <Failed error={error} retry={retry} />}
      {chosen === undefined ? error === null && <Empty title={t("question.none")}>{t("question.noneWhy")}</Empty> : (
        <div className={styles.questions}>
          <nav aria-label={t("question.list")}><ul className={styles.questionList}>{escalations.map((one) => <Item key={one.id} escalation={one} isChosen={one === chosen} />)}</ul></nav>
          <AskEscalation key={chosen.id} tenant={chosen.tenant} escalation={chosen.id} />
        </div>
      )}
    </div>
  );
}

function Item({ escalation, isChosen }: { readonly escalation: EscalationOfTenant; readonly isChosen: boolean }) {
  const { t } = useTranslation("incidents");
  const { id, tenant, severity, subject, title, waitsOn, due, madeAt } = escalation;
  return (
    <li>
      <Link to="." search={(before) => ({ ...before, at: id })} className={styles.card} data-chosen={isChosen} {...(isChosen ? { "aria-current": "true" as const } : {})}>
        <span className={styles.line}>{isOurs(severity) ? <SeverityShape severity={severity} /> : severity}<OrgBadge tenant={tenant} /><code>{subject.ref}</code>{due !== null && <span className={styles.right}><Due dueAt={due.dueAt} startedAt={madeAt} /></span>}</span>
        <strong>{title}</strong>
        {waitsOn !== null && <span className={styles.muted}>{t(`question.waits.${waitsOn}`)}</span>}
      </Link>
    </li>
  );
}
