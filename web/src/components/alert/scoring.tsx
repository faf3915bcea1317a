import { useTranslation } from "react-i18next";
import type { AlertPage } from "../../data/alerts.ts";
import styles from "./alert.module.css";
import severity from "../severity.module.css";

const MOST = 100;

/** The score as a bar of its parts, and the same in words. */
export function Scoring({ alert: { score, level, scoring } }: { readonly alert: Pick<AlertPage, "score" | "level" | "scoring"> }) {
  const { t } = useTranslation("alert");
  const parts = scoring.parts.filter(({ points }) => points > 0);
  const whole = Math.max(MOST, parts.reduce((sum, { points }) => sum + points, 0));
  return (
    <div className={`${styles.score} ${severity["score"]}`} data-severity={level} style={{ display: "grid" }}>
      <span className={styles.figure} aria-label={t("score", { score })} role="img">{score}</span>
      <div className={styles.bar} aria-hidden>
        {parts.map(({ part, points, text }) => <span key={part} title={`${text} +${points}`} style={{ flex: points }} />)}
        {whole - score > 0 && <span className={styles.rest} style={{ flex: whole - score }} />}
      </div>
      <p className={styles.words}>{scoring.sentence}</p>
    </div>
  );
}
