// The horizon: above the line what people saw, by severity; below it, in grey, what rules kept from them.
import { lazy, memo, Suspense, useId, useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Severity } from "../../theme.ts";
import { dayText, timeText } from "../../format/time.ts";
import { useNow } from "../use-now.ts";
import type { HorizonBar } from "./bar.ts";
import styles from "./horizon.module.css";

type Props = { readonly sentence: string; readonly since: string; readonly until: string; readonly bars: readonly HorizonBar[] };

const HorizonTable = lazy(async () => ({ default: (await import("./horizon-table.tsx")).HorizonTable }));

// From the line upwards: the worst stands on top, where the eye looks.
const LEVELS: readonly Severity[] = ["informational", "low", "medium", "high", "critical"];
const UP = 28;
const DOWN = 10;
const BLOCK = 7;

const sum = (counts: Readonly<Record<string, number | undefined>>): number => Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);

/** A band of time with its sum in words; the same figures stand behind "show as table". */
export const Horizon = memo(function Horizon({ sentence, since, until, bars }: Props) {
  const { t } = useTranslation("alert");
  const now = useNow(60_000);
  const id = useId();
  const [isTable, setTable] = useState(false);
  const starts = days(since, until);
  return (
    <section className={styles.horizon} aria-labelledby={id}>
      <p className={styles.sentence} id={id}>{sentence} <UnstyledButton className={styles.toggle} aria-expanded={isTable} onClick={() => setTable((was) => !was)}>{t(isTable ? "horizon.hide" : "horizon.table")}</UnstyledButton></p>
      <div className={styles.marks} aria-hidden>
        <span>{timeText(new Date(since), now)}</span>
        {starts.map(({ at, share }) => share > 0.12 && share < 0.9 && <span key={at} className={styles.day} style={{ left: `${share * 100}%` }}>{dayText(new Date(at), now)}</span>)}
      </div>
      <Band bars={bars} starts={starts.map(({ share }) => share)} />
      {isTable && <Suspense><HorizonTable bars={bars} /></Suspense>}
    </section>
  );
});

function Band({ bars, starts }: { readonly bars: readonly HorizonBar[]; readonly starts: readonly number[] }) {
  const above = Math.max(1, ...bars.map(({ alerts }) => sum(alerts)));
  const below = Math.max(1, ...bars.map(({ suppressed }) => sum(suppressed)));
  const unit = Math.min(BLOCK, UP / above);
  const step = 1000 / Math.max(1, bars.length);
  return (
    <svg className={styles.band} viewBox={`0 0 1000 ${UP + DOWN + 2}`} preserveAspectRatio="none" aria-hidden>
      {bars.map(({ at, alerts, suppressed }, index) => {
        const x = index * step + step * 0.08;
        const width = step * 0.84;
        let floor = UP;
        const hidden = sum(suppressed);
        return (
          <g key={at}>
            {LEVELS.map((level) => {
              const count = alerts[level] ?? 0;
              if (count === 0) return null;
              const height = count * unit;
              floor -= height;
              return <rect key={level} x={x} y={floor} width={width} height={Math.max(0.5, height - 0.8)} fill={`var(--v-${level}-fill)`} />;
            })}
            {hidden > 0 && <rect x={x} y={UP + 2} width={width} height={Math.max(2, (DOWN * hidden) / below)} fill="var(--v-control)" opacity="0.6" />}
          </g>
        );
      })}
      {starts.map((share) => <path key={share} d={`M${share * 1000} 0V${UP + DOWN}`} stroke="var(--v-control)" vectorEffect="non-scaling-stroke" />)}
      <path d={`M0 ${UP + 0.5}H1000`} stroke="var(--v-control)" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** Where days begin, in the person's zone. */
function days(since: string, until: string): { readonly at: number; readonly share: number }[] {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const found: { at: number; share: number }[] = [];
  const day = new Date(from);
  for (day.setHours(24, 0, 0, 0); day.getTime() < to; day.setDate(day.getDate() + 1)) found.push({ at: day.getTime(), share: (day.getTime() - from) / (to - from) });
  return found;
}
