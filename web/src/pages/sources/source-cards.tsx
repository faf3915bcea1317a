// The same on a phone: a card a source.
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import { Value } from "../../components/value.tsx";
import type { SourceHealthRow } from "../../data/sources.ts";
import { Consequence } from "./source-columns.tsx";
import { SourceState } from "./source-state.tsx";
import { Spark } from "./spark.tsx";
import styles from "./sources.module.css";

export function SourceCards({ rows, show }: { readonly rows: readonly SourceHealthRow[]; readonly show: (row: SourceHealthRow) => void }) {
  const { t } = useTranslation("sources");
  return (
    <ul className={styles.cards} aria-label={t("tab.health")}>
      {rows.map((row) => (
        <li key={`${row.tenant}/${row.source}`}>
          <UnstyledButton className={styles.card} onClick={() => show(row)}>
            <span className={styles.row}><OrgBadge tenant={row.tenant} /><strong><Value value={row.source} longest={40} /></strong><SourceState row={row} /></span>
            <span className={styles.row}><span className={styles.muted}>{row.technology ?? t("unknown")}</span><Spark hours={row.hours} total={row.total} /></span>
            <Consequence row={row} />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
