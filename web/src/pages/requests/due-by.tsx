import { IconAlarm } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Ring } from "../../components/due.tsx";
import { useNow } from "../../components/use-now.ts";
import type { RequestRow } from "../../data/requests.ts";
import { durationText, timeText } from "../../format/time.ts";
import styles from "./requests.module.css";

// Under two hours people count minutes; later they look at the clock.
const NEAR_MINUTES = 120;

/** `18 min, by 13:06`, `by 17:00`, `by 26 Nov 12:00`, `late 1 d`. */
export function DueBy({ due }: { readonly due: NonNullable<RequestRow["due"]> }) {
  const { t } = useTranslation("requests");
  const now = useNow(10_000);
  const at = new Date(due.at);
  const left = (at.getTime() - now.getTime()) / 1000;
  const by = timeText(at, now);
  if (left < 0) return <span className={styles.dueBy} data-state="late"><IconAlarm size={16} aria-hidden />{t("due.late", { time: durationText(-left), at: by })}</span>;
  return <span className={styles.dueBy} data-state={due.share < 0.25 ? "near" : "running"}><Ring share={due.share} />{left < NEAR_MINUTES * 60 ? t("due.left", { time: durationText(left), at: by }) : t("due.by", { at: by })}</span>;
}
