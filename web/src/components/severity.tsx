// Severity: shape, word and colour, always at least two of the three. The shapes also rank in grey print.
import { useTranslation } from "react-i18next";
import type { Severity } from "../theme.ts";
import styles from "./severity.module.css";

const SHAPES: Readonly<Record<Severity, React.ReactNode>> = {
  critical: <><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" /><path d="M8 4v5M8 11.2v.8" stroke="var(--v-surface)" strokeWidth="2" /></>,
  high: <path d="M8 1.5 15 14H1z" fill="currentColor" />,
  medium: <path d="M8 1l7 7-7 7-7-7z" fill="currentColor" />,
  low: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2.6" />,
  informational: <path d="M3 8h10" stroke="currentColor" strokeWidth="3" />,
};

/** The shape alone; whoever uses it writes the word or the score beside it. */
export function SeverityShape({ severity, size = 14 }: { readonly severity: Severity; readonly size?: number }) {
  const { t } = useTranslation();
  return <svg className={styles.shape} data-severity={severity} width={size} height={size} viewBox="0 0 16 16" role="img" aria-label={t(`severity.${severity}`)}>{SHAPES[severity]}</svg>;
}

/** Shape and word on the severity's ground. */
export function SeverityBadge({ severity, score }: { readonly severity: Severity; readonly score?: number }) {
  const { t } = useTranslation();
  return (
    <span className={styles.badge} data-severity={severity}>
      <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[severity]}</svg>
      {t(`severity.${severity}`)}{score === undefined ? "" : ` ${score}`}
    </span>
  );
}

/** Shape and score, in a row. */
export const Score = ({ severity, score }: { readonly severity: Severity; readonly score: number }) => (
  <span className={styles.score} data-severity={severity}><SeverityShape severity={severity} /><span className="number">{score}</span></span>
);
