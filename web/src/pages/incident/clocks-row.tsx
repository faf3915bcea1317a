// Clocks in a row: what the contract sets, then what the law does, then on whom it waits.
import { IconAlarm, IconCheck, IconPlayerPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Ring } from "../../components/due.tsx";
import { Time } from "../../components/time.tsx";
import { useNow } from "../../components/use-now.ts";
import type { Incident } from "../../data/incidents.ts";
import { durationText } from "../../format/time.ts";
import styles from "./clocks-row.module.css";

type Clock = Incident["clocks"][number];

export function ClocksRow({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const clocks = incident.clocks.filter(({ state }) => state !== "cancelled").toSorted((a, b) => a.startedAt.localeCompare(b.startedAt) || a.targetMinutes - b.targetMinutes);
  return (
    <section className={styles.row} aria-label={t("clocks.label")}>
      {clocks.map((clock) => <ClockBox key={`${clock.phase} ${clock.round}`} clock={clock} />)}
      {incident.aware !== null && <AwareBox aware={incident.aware} />}
      <Turn incident={incident} />
    </section>
  );
}

function ClockBox({ clock }: { readonly clock: Clock }) {
  const { t } = useTranslation("incident");
  const now = useNow(5_000).getTime();
  const { phase, state, targetMinutes, timing, pauses, round, isLateWithPauses } = clock;
  const left = clock.dueAt === null || state !== "running" ? clock.leftMinutes * 60 : (Date.parse(clock.dueAt) - now) / 1000;
  const isLate = state === "late" || state === "stopped-late" || (state === "running" && left < 0);
  const isMet = state === "met";
  const tone = isLate ? "late" : isMet ? "met" : state === "paused" ? "paused" : left / 60 < targetMinutes / 4 ? "near" : "running";
  const used = isMet || state === "stopped-late" ? clock.usedMinutes : targetMinutes - left / 60;
  const paused = pauses.reduce((total, { from, until }) => total + ((until === null ? now : Date.parse(until)) - Date.parse(from)) / 1000, 0);
  return (
    <div className={styles.clock} data-tone={tone}>
      <div className={styles.line}><span>{t(`phase.${phase}`)}{round > 1 && <> {t("clocks.round", { round })}</>}</span><State tone={tone} share={Math.max(0, 1 - used / targetMinutes)} word={t(`clocks.state.${state === "running" && isLate ? "late" : state}`)} /></div>
      <strong className={styles.figure}>{isMet || state === "stopped-late" ? durationText(clock.usedMinutes * 60) : isLate ? t("due.late", { ns: "shell", time: durationText(Math.max(clock.lateMinutes * 60, -left)) }) : t("clocks.left", { time: durationText(left) })}</strong>
      <span className={styles.bar} aria-hidden><span style={{ width: `${Math.min(100, Math.max(2, (used / targetMinutes) * 100))}%` }} /></span>
      <span className={styles.note}>
        {t("clocks.objective", { time: durationText(targetMinutes * 60) })}, {t(`timing.${timing}`)}.
        {paused > 0 && <> {t("clocks.paused", { time: durationText(paused) })}</>}
        {isLateWithPauses && !isLate && <> {t("clocks.lateWithPauses")}</>}
      </span>
    </div>
  );
}

function State({ tone, share, word }: { readonly tone: string; readonly share: number; readonly word: string }) {
  return <span className={styles.state}>{tone === "met" ? <IconCheck size={14} aria-hidden /> : tone === "late" ? <IconAlarm size={14} aria-hidden /> : tone === "paused" ? <IconPlayerPause size={14} aria-hidden /> : <Ring share={share} />}{word}</span>;
}

// Directive (EU) 2022/2555 (NIS2), article 23(4): early warning within 24 hours, notification within 72.
const EARLY_WARNING_MS = 24 * 3_600_000;
const NOTIFICATION_MS = 72 * 3_600_000;

function AwareBox({ aware }: { readonly aware: NonNullable<Incident["aware"]> }) {
  const { t } = useTranslation("incident");
  const at = Date.parse(aware.at);
  return (
    <div className={styles.clock}>
      <div className={styles.line}><span>{t("aware.title")}</span></div>
      <strong className={styles.figure}>{t("aware.by")} <Time at={new Date(at + EARLY_WARNING_MS)} /></strong>
      <span className={styles.note}>{t("aware.since")} <Time at={aware.at} />. {t("aware.then")} <Time at={new Date(at + NOTIFICATION_MS)} /></span>
    </div>
  );
}

function Turn({ incident: { turn, waits } }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  return (
    <div className={styles.clock}>
      <div className={styles.line}><span>{t("turn.title")}</span></div>
      <strong className={styles.figure}>{turn === null ? t("turn.nobody") : turn.side === "client" ? t("turn.client") : turn.who}</strong>
      <span className={styles.note}>{waits === null ? turn !== null && turn.side !== "client" && t(`turn.${turn.side}`) : waits.reason}{turn !== null && turn.until !== null && <> · {t("turn.until")} <Time at={turn.until} /></>}</span>
    </div>
  );
}
