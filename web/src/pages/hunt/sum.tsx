import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import type { HistogramAnswer } from "../../data/events.ts";
import { numberText } from "../../format/time.ts";
import type { Severity } from "../../theme.ts";
import styles from "./hunt.module.css";

type Props = { readonly histogram: HistogramAnswer; readonly ms: number | undefined; readonly marked: number; readonly worst: Severity; readonly shown: number; readonly isAll: boolean };

/** How many were found, how fast, and how many of those that are shown are in detections. */
export function Sum({ histogram: { total, complete, coveredSince }, ms, marked, worst, shown, isAll }: Props) {
  const { t } = useTranslation("hunt");
  return (
    <span className={styles.sum}>
      <span aria-live="polite"><strong>{t("sum.events", { count: total, total: numberText(total) })}</strong></span>
      {ms !== undefined && <span>{t("sum.time", { seconds: numberText(ms / 1000, 2) })}</span>}
      {!complete && <span>{t("sum.since")} <Time at={coveredSince} /></span>}
      {marked > 0 && <span className={styles.legend}><SeverityShape severity={worst} size={12} />{isAll ? t("sum.marked", { count: marked, marked: numberText(marked) }) : t("sum.markedOf", { count: shown, marked: numberText(marked), shown: numberText(shown) })}</span>}
    </span>
  );
}
