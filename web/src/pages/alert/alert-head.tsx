import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Person } from "../../components/alert/owner.tsx";
import { Turn } from "../../components/alert/turn.tsx";
import { ModeBadge, OrgBadge, StatusText, VerdictBadge } from "../../components/badges.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { ReopenForm } from "../../components/triage/reopen-form.tsx";
import type { FormName } from "../../components/triage/desk.tsx";
import { Verbs } from "../../components/triage/verbs.tsx";
import type { Triage } from "../../components/triage/use-triage.ts";
import type { AlertPage } from "../../data/alerts.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import styles from "./alert.module.css";

type Props = { readonly page: AlertPage; readonly triage: Triage; readonly openForm: (form: FormName) => void; readonly makeException: (() => void) | undefined };

/** Severity, title, whose turn it is; whose it is, how it was judged, how it was grouped; the verbs. */
export function AlertHead({ page, triage, openForm, makeException }: Props) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const { tenant, owner, incident, mergedInto, judgement } = page;
  return (
    <header className={styles.head}>
      <div className={styles.line}><SeverityBadge severity={page.level} score={page.score} /><h1>{page.title}</h1><span className={styles.side}><Turn row={page} isLong /></span></div>
      <div className={styles.line}>
        {me.organisations.length > 1 && <><OrgBadge tenant={tenant} /><strong aria-hidden>{nameOf(me, tenant)}</strong></>}
        {page.mode !== null && <ModeBadge mode={page.mode} />}<StatusText status={page.status} /><VerdictBadge verdict={page.verdict} />
        {judgement.reason !== null && <span className={styles.muted}>{t(`reason.${judgement.reason}`, judgement.reason)}{judgement.by !== null && ` · ${judgement.by}`}{judgement.explainedBy !== null && ` · ${judgement.explainedBy.field} = ${judgement.explainedBy.value}`}</span>}
        {owner !== null && <span className={styles.inline}><Person who={owner.who} />{owner.who}{owner.since !== null && <span className={styles.muted}>{t("since")} <Time at={owner.since} /></span>}</span>}
        <span className={styles.muted}>{page.grouping.sentence}</span>
        {incident !== null && <Link className={styles.link} to="/incidents/$tenant/$incident" params={{ tenant, incident }}>{t("head.incident")}</Link>}
        {mergedInto !== null && <Link className={styles.link} to="/alerts/$tenant/$alert" params={{ tenant, alert: mergedInto }}>{t("head.merged")}</Link>}
        {page.merged.length > 0 && <span className={styles.muted}>{t("head.mergedHere", { refs: page.merged.map(({ ref }) => ref).join(", ") })}</span>}
        {page.reopening !== null && <span className={styles.muted}>{t("head.reopened", { why: page.reopening.why })}</span>}
        <span className={styles.side}><Verbs row={page} isWatched={page.attention.isWatched} open={openForm} act={(action) => void triage.act([page], action)} makeException={makeException} />{page.status === "closed" && mergedInto === null && may(me, "alert:triage", tenant) && <ReopenForm row={page} triage={triage} />}</span>
      </div>
    </header>
  );
}
