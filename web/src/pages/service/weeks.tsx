// Thirteen weeks: incidents above the line by severity, alerts closed by the SOC below it. The table says the same.
import { useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ServiceState } from "../../data/service-state.ts";
import { numberText } from "../../format/time.ts";
import type { Severity } from "../../theme.ts";
import styles from "./service.module.css";

const UP = 44;
const DOWN = 24;
const WIDE = 26;
const GAP = 6;
// From the line upwards.
const ORDER: readonly Severity[] = ["informational", "low", "medium", "high", "critical"];
const weekOf = (name: string): string => name.slice(name.indexOf("W") + 1);
const total = (week: ServiceState["weeks"][number]): number => Object.values(week.incidents).reduce((sum, count) => sum + count, 0);

export function Weeks({ weeks }: { readonly weeks: ServiceState["weeks"] }) {
  const { t } = useTranslation("service");
  const [isTable, setTable] = useState(false);
  const up = Math.max(1, ...weeks.map(total));
  const down = Math.max(1, ...weeks.map(({ closed }) => closed));
  const opened = weeks.reduce((sum, week) => sum + total(week), 0);
  return (
    <div className={styles.weeks}>
      <p><strong>{t("thirteen")}</strong> <span className={styles.muted}>{t("weeksNote")}</span> <UnstyledButton className={styles.link} onClick={() => setTable((was) => !was)} aria-expanded={isTable}>{t(isTable ? "asPicture" : "asTable")}</UnstyledButton></p>
      {isTable ? (
        <table className={styles.plain}>
          <thead><tr><th scope="col">{t("week")}</th><th scope="col">{t("incidents")}</th><th scope="col">{t("closedAlerts")}</th></tr></thead>
          <tbody>{weeks.map((week) => <tr key={week.name}><th scope="row">{week.name}</th><td className="number">{numberText(total(week))}</td><td className="number">{numberText(week.closed)}</td></tr>)}</tbody>
        </table>
      ) : (
        <svg viewBox={`0 0 ${weeks.length * (WIDE + GAP)} ${UP + DOWN + 18}`} role="img" aria-label={t("weeksSum", { count: opened, number: numberText(opened) })}>
          {weeks.map((week, at) => {
            let y = UP;
            return (
              <g key={week.name} transform={`translate(${at * (WIDE + GAP)} 0)`}>
                {ORDER.map((severity) => {
                  const height = ((week.incidents[severity] ?? 0) / up) * UP;
                  y -= height;
                  return height > 0 && <rect key={severity} y={y} width={WIDE} height={Math.max(1, height - 1)} fill={`var(--v-${severity}-fill)`} />;
                })}
                <rect y={UP + 1} width={WIDE} height={(week.closed / down) * DOWN} fill="var(--v-line-2)" />
                {at % 6 === 0 && <text x={at === weeks.length - 1 ? WIDE : 0} textAnchor={at === weeks.length - 1 ? "end" : "start"} y={UP + DOWN + 15} fontSize="11" fill="var(--v-text-3)">{t("weekName", { week: weekOf(week.name) })}</text>}
              </g>
            );
          })}
          <line x2={weeks.length * (WIDE + GAP)} y1={UP} y2={UP} stroke="var(--v-control)" />
        </svg>
      )}
    </div>
  );
}
