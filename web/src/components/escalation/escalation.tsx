// One question of the SOC to the client: what happened in plain words, evidence and advice, then "Was it your team?".
import { useEffect, type ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Due } from "../due.tsx";
import { OwnSeverity } from "../own-severity.tsx";
import { SeverityShape } from "../severity.tsx";
import { Failed, Loading } from "../states.tsx";
import { Time } from "../time.tsx";
import { useEscalation, useSeen, type Escalation } from "../../data/escalations.ts";
import { may, useMe } from "../../data/me.ts";
import { Asked } from "./asked.tsx";
import { Answers } from "./answers.tsx";
import { EscalationThread } from "./escalation-thread.tsx";
import styles from "./escalation.module.css";

export function AskEscalation({ tenant, escalation: id, back }: { readonly tenant: string; readonly escalation: string; readonly back?: ReactNode }) {
  const name = { tenant, escalation: id };
  const me = useMe();
  const { data: escalation, error, isPending, refetch } = useEscalation(name);
  const { mutate: seen } = useSeen(name);
  const isClient = me.side === "client";
  useEffect(() => { if (isClient) seen(undefined); }, [isClient, seen]);
  if (isPending) return <section className={styles.card}><Loading /></section>;
  if (escalation === undefined) return <section className={styles.card}><Failed error={error} retry={() => void refetch()} /></section>;
  return (
    <>
      <section className={styles.card} aria-labelledby="question">
        {back}
        <Question tenant={tenant} escalation={escalation} />
        {isClient && may(me, "alert:qualify", tenant) && <Answers tenant={tenant} escalation={escalation} />}
        {!isClient && <Asked tenant={tenant} escalation={escalation} />}
      </section>
      <EscalationThread tenant={tenant} escalation={escalation} />
    </>
  );
}

function Question({ tenant, escalation }: { readonly tenant: string; readonly escalation: Escalation }) {
  const { t } = useTranslation("home");
  const { text, severity, subject, due } = escalation;
  return (
    <>
      <div className={styles.cardTop}>
        <OwnSeverity severity={severity} /><code>{subject.ref}</code>
        {due !== null && <span className={styles.dueSide}>{t(due.owner === "client" ? "due.client" : "due.soc")} <Due dueAt={due.dueAt} startedAt={escalation.madeAt} pausedSince={due.state === "paused" ? pausedSince(escalation) : null} /></span>}
      </div>
      <div className={styles.titles}><h2 className={styles.cardTitle} id="question">{text.title}</h2>{text.technical !== "" && <p className={styles.muted}>{text.technical}</p>}</div>
      <p className={styles.sentence}>{text.what}</p>
      {text.moments.length > 0 && <ol className={styles.moments}>{text.moments.map((moment) => <li key={`${moment.at} ${moment.text}`}>{moment.level === null ? <span className={styles.point} aria-hidden /> : <SeverityShape severity={moment.level} size={16} />}<strong><Time at={moment.at} /></strong><span>{moment.text}</span></li>)}</ol>}
      <div className={styles.speaks}>
        {text.speaksFor.length > 0 && <div><h3>{t("speaksFor")}</h3><ul className={styles.plus}>{text.speaksFor.map((line) => <li key={line}>{line}</li>)}</ul></div>}
        {text.speaksAgainst.length > 0 && <div><h3>{t("speaksAgainst")}</h3><ul className={styles.minus}>{text.speaksAgainst.map((line) => <li key={line}>{line}</li>)}</ul></div>}
      </div>
      {subject.kind === "alert"
        ? <Link className={styles.more} to="/alerts/$tenant/$alert" params={{ tenant, alert: subject.ref }} search={{ tab: "events" }}>{t("events", { count: escalation.events.length })} <IconArrowRight size={14} aria-hidden /></Link>
        : <Link className={styles.more} to="/incidents/$tenant/$incident" params={{ tenant, incident: subject.ref }}>{t("incident", { ref: subject.ref })} <IconArrowRight size={14} aria-hidden /></Link>}
      {text.doFirst.length > 0 && <div className={styles.advice}><p className={styles.adviceHead}><strong>{t("doFirst")}</strong><span className={styles.muted}>{t("adviceOf", { name: escalation.madeBy })}</span></p><ol>{text.doFirst.map((line) => <li key={line}>{line}</li>)}</ol></div>}
    </>
  );
}

const pausedSince = ({ clocks }: Escalation): string | null => clocks.find(({ state }) => state === "paused")?.pauses.at(-1)?.from ?? null;
