// Four figures; the last one is a sum that adds up.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { useSourceHealth } from "../../data/sources.ts";
import { numberText } from "../../format/time.ts";
import { shortNumber } from "./short-number.ts";
import styles from "./sources.module.css";

type Health = NonNullable<ReturnType<typeof useSourceHealth>["data"]>;

export function Figures({ health: { counts, sources, blind, troubled, total } }: { readonly health: Health }) {
  const { t } = useTranslation("sources");
  const wrong = counts.late + counts.unparsed + counts.clock;
  const silent = counts.silent + counts.never;
  return (
    <div className={styles.figures} role="group" aria-label={t("figures")}>
      <Figure label={t("figure.healthy")} value={numberText(counts.healthy)} tone={counts.healthy === sources.length ? "ok" : undefined}>{t("figure.of", { count: sources.length, total: numberText(sources.length) })}{counts.maintenance > 0 && ` · ${t("figure.maintenance", { count: counts.maintenance })}`}</Figure>
      <Figure label={t("figure.silent")} value={numberText(silent)} tone={silent > 0 ? "critical" : undefined}>{blind > 0 ? t("blind", { count: blind }) : t("figure.noneBlind")}</Figure>
      <Figure label={t("figure.wrong")} value={numberText(wrong)} tone={wrong > 0 ? "high" : undefined}>{wrong > 0 && t("figure.troubled", { count: troubled })}</Figure>
      <Figure label={t("figure.received")} value={shortNumber(total.received)}>{t("figure.sum", { stored: numberText(total.stored), quarantined: numberText(total.quarantined), dropped: numberText(total.dropped), duplicates: numberText(total.duplicates) })}</Figure>
    </div>
  );
}

type FigureProps = { readonly label: string; readonly value: string; readonly tone?: "ok" | "critical" | "high" | undefined; readonly children: ReactNode };

const Figure = ({ label, value, tone, children }: FigureProps) => (
  <div className={styles.figure}><span className={styles.label}>{label}</span><strong data-tone={tone}>{value}</strong> <span className={styles.of}>{children}</span></div>
);
