// A day by hours: stored in the first colour, unreadable above it, silence as a line.
import { useTranslation } from "react-i18next";
import type { SourceHealthRow } from "../../data/sources.ts";
import { numberText } from "../../format/time.ts";
import styles from "./sources.module.css";

const STEP = 7;
const HEIGHT = 26;

export function Spark({ hours, total }: Pick<SourceHealthRow, "hours" | "total">) {
  const { t } = useTranslation("sources");
  const most = Math.max(1, ...hours.map(({ counts }) => counts?.received ?? 0));
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 2)));
  return (
    <svg className={styles.spark} width={hours.length * STEP} height={HEIGHT} role="img" aria-label={t("spark", { received: numberText(total.received), quarantined: numberText(total.quarantined) })}>
      {hours.map(({ hour, counts }, at) => {
        // The hour at work is not over: that it is empty says nothing yet.
        if (counts === null || (counts.received === 0 && at === hours.length - 1)) return <rect key={hour} className={styles.unknown} x={at * STEP} y={HEIGHT - 1} width={STEP - 2} height={1} />;
        if (counts.received === 0) return <rect key={hour} className={styles.silence} x={at * STEP} y={HEIGHT - 1.5} width={STEP - 1} height={1.5} />;
        const [all, wrong] = [tall(counts.received), counts.quarantined === 0 ? 0 : Math.max(1.5, tall(counts.quarantined))];
        return <g key={hour}><rect className={styles.good} x={at * STEP} y={HEIGHT - all} width={STEP - 2} height={all} />{wrong > 0 && <rect className={styles.bad} x={at * STEP} y={HEIGHT - wrong} width={STEP - 2} height={wrong} />}</g>;
      })}
    </svg>
  );
}
