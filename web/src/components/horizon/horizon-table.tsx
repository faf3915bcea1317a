// The figures of the horizon, for whoever does not see or does not trust a picture.
import { useTranslation } from "react-i18next";
import { Time } from "../time.tsx";
import type { HorizonBar } from "./bar.ts";
import styles from "./horizon.module.css";

const LEVELS = ["critical", "high", "medium", "low", "informational"] as const;
const KINDS = ["exception", "duplicate", "maintenance", "rate-limit"] as const;

const isFilled = ({ alerts, suppressed }: HorizonBar): boolean => [...Object.values(alerts), ...Object.values(suppressed)].some((count) => (count ?? 0) > 0);

/** One row a quarter of an hour in which something happened, the newest first. */
export function HorizonTable({ bars }: { readonly bars: readonly HorizonBar[] }) {
  const { t } = useTranslation("alert");
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls what it can reach
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("horizon.label")}>
      <table className={styles.table}>
        <thead>
          <tr><th scope="col">{t("horizon.from")}</th>{LEVELS.map((level) => <th key={level} scope="col">{t(`severity.${level}`, { ns: "shell" })}</th>)}{KINDS.map((kind) => <th key={kind} scope="col">{t(`horizon.${kind}`)}</th>)}</tr>
        </thead>
        <tbody>
          {bars.filter(isFilled).toReversed().map((bar) => (
            <tr key={bar.at}><th scope="row"><Time at={bar.at} /></th>{LEVELS.map((level) => <td key={level}>{bar.alerts[level] ?? 0}</td>)}{KINDS.map((kind) => <td key={kind}>{bar.suppressed[kind] ?? 0}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
