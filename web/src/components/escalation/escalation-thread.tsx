import { useTranslation } from "react-i18next";
import { VisibilityBadge } from "../badges.tsx";
import { Composer } from "../thread/composer.tsx";
import { Entries } from "../thread/entries.tsx";
import { Failed, Loading } from "../states.tsx";
import { useEscalationAct, useEscalationThread, useWriteToEscalation, type Escalation } from "../../data/escalations.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import { languageNow } from "../../locales/index.ts";
import styles from "./escalation.module.css";

/** Right: the thread that both sides read, and the client's own clock. */
export function EscalationThread({ tenant, escalation }: { readonly tenant: string; readonly escalation: Escalation }) {
  const { t } = useTranslation("home");
  const me = useMe();
  const name = { tenant, escalation: escalation.id };
  const { data, error, isPending, refetch } = useEscalationThread(name);
  const side = me.side === "client" ? "client" : "provider";
  const write = useWriteToEscalation(name, side);
  const act = useEscalationAct(name);
  const mayWrite = may(me, side === "client" ? "alert:qualify" : "alert:triage", tenant);
  const isAnswer = side === "provider" && escalation.verbs.includes("answer");
  return (
    <aside className={styles.thread} aria-label={t("thread.title")}>
      <header className={styles.threadHead}><h2>{t("thread.title")}</h2><VisibilityBadge visibility="shared" /><span className={styles.muted}>{t("thread.both")}</span></header>
      <div className={styles.threadBody}>
        {isPending && <Loading rows={4} />}
        {error !== null && <Failed error={error} retry={() => void refetch()} />}
        {data !== undefined && <Entries entries={data.entries.map(({ who, ...entry }) => ({ ...entry, author: who }))} label={t("thread.title")} empty={t("thread.none")} />}
      </div>
      <p className={styles.clock}>{escalation.turn[languageNow()]}</p>
      {mayWrite && (
        <div className={styles.threadFoot}>
          {side === "client"
            ? <Composer label={t("thread.toSoc")} readers={t("thread.readers")} send={(text) => write.mutateAsync({ text, visibility: "shared" })} />
            : <Composer label={isAnswer ? t("thread.answer") : t("thread.to", { name: nameOf(me, tenant) })} begins={isAnswer ? "shared" : "internal"} choices={{ internal: t("thread.internal"), shared: isAnswer ? t("thread.answers") : t("thread.shared") }} send={(text, visibility) => (isAnswer && visibility === "shared" ? act.mutateAsync({ verb: "answer", body: { text } }) : write.mutateAsync({ text, visibility }))} />}
        </div>
      )}
    </aside>
  );
}
