// A clock: a ring that empties, and the time left in words. The ring is decoration; the text carries the time.
import { IconAlarm, IconCheck, IconPlayerPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { durationText } from "../format/time.ts";
import { useNow } from "./use-now.ts";
import styles from "./due.module.css";

type Props = {
  readonly dueAt: string | null;
  /** When it began: the ring empties from there; without it the ring stays half. */
  readonly startedAt?: string | null;
  readonly pausedSince?: string | null;
  /** Minutes it took, where it was met. */
  readonly metMinutes?: number | null;
};

/** Time left until something is due, late, paused or met. Nothing where nothing is due. */
export function Due({ dueAt, startedAt = null, pausedSince = null, metMinutes = null }: Props) {
  const { t } = useTranslation();
  const now = useNow(5_000).getTime();
  if (metMinutes !== null) return <span className={styles.due} data-state="met"><IconCheck size={14} aria-hidden />{durationText(metMinutes * 60)}</span>;
  if (pausedSince !== null) return <span className={styles.due} data-state="paused"><IconPlayerPause size={14} aria-hidden />{t("due.paused", { time: durationText((now - Date.parse(pausedSince)) / 1000) })}</span>;
  if (dueAt === null) return null;
  const left = (Date.parse(dueAt) - now) / 1000;
  if (left < 0) return <span className={styles.due} data-state="late"><IconAlarm size={14} aria-hidden />{t("due.late", { time: durationText(-left) })}</span>;
  const whole = startedAt === null ? left * 2 : (Date.parse(dueAt) - Date.parse(startedAt)) / 1000;
  const share = whole <= 0 ? 0 : Math.min(1, left / whole);
  return <span className={styles.due} data-state={share < 0.25 ? "near" : "running"}><Ring share={share} /><span className="number">{durationText(left)}</span></span>;
}

const AROUND = 2 * Math.PI * 5;

export const Ring = ({ share }: { readonly share: number }) => (
  <svg className={styles.ring} width="14" height="14" viewBox="0 0 14 14" aria-hidden>
    <circle cx="7" cy="7" r="5" fill="none" stroke="var(--v-line-2)" strokeWidth="2.5" />
    <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2.5" strokeDasharray={`${share * AROUND} ${AROUND}`} transform="rotate(-90 7 7)" />
  </svg>
);
