import { useMemo } from "react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import type { Column } from "../../components/data-table.tsx";
import { useNow } from "../../components/use-now.ts";
import { Value } from "../../components/value.tsx";
import type { SourceHealthRow } from "../../data/sources.ts";
import { numberText, shareText, timeText } from "../../format/time.ts";
import { lagText, SourceState } from "./source-state.tsx";
import { Spark } from "./spark.tsx";
import styles from "./sources.module.css";

const NOT_KNOWN = "—";

/** What a table of sources shows; beside a flyout there is room for less. */
export function useSourceColumns({ isAll, isBeside }: { readonly isAll: boolean; readonly isBeside: boolean }): readonly Column<SourceHealthRow>[] {
  const { t } = useTranslation("sources");
  return useMemo(() => {
    const columns: readonly (Column<SourceHealthRow> & { readonly isWide?: boolean; readonly isOrg?: boolean })[] = [
      { id: "org", header: t("column.org"), width: 52, isOrg: true, cell: ({ tenant }) => <OrgBadge tenant={tenant} /> },
      { id: "source", header: t("column.source"), cell: (row) => <span className={styles.two}><UnstyledButton className={styles.name}><Value value={row.source} longest={60} /></UnstyledButton><Consequence row={row} /></span> },
      { id: "technology", header: t("column.technology"), width: 150, isWide: true, cell: ({ technology }) => technology ?? t("unknown") },
      { id: "state", header: t("column.state"), width: 172, cell: (row) => <SourceState row={row} /> },
      { id: "day", header: t("column.day"), width: 190, cell: ({ hours, total }) => <Spark hours={hours} total={total} /> },
      { id: "rate", header: t("column.rate"), width: 76, align: "right", cell: ({ perSecond }) => <span className="number">{perSecond === null ? NOT_KNOWN : numberText(perSecond, perSecond < 10 ? 2 : 0)}</span> },
      { id: "lag", header: t("column.lag"), width: 92, align: "right", cell: ({ lagP95Ms, state }) => <span className="number" data-tone={state === "late" ? "high" : undefined}>{lagP95Ms === null ? NOT_KNOWN : lagText(lagP95Ms)}</span> },
      { id: "unparsed", header: t("column.unparsed"), width: 92, align: "right", cell: ({ unparsed, state }) => <span className="number" data-tone={state === "unparsed" ? "medium" : undefined}>{unparsed === null ? NOT_KNOWN : shareText(unparsed)}</span> },
    ];
    return columns.filter(({ isWide = false, isOrg = false }) => (!isOrg || isAll) && (!isWide || !isBeside));
  }, [t, isAll, isBeside]);
}

/** What it means for whoever is watched over, beneath the name. */
export function Consequence({ row: { blind, maintenanceUntil, since, state, configured } }: { readonly row: SourceHealthRow }) {
  const { t } = useTranslation("sources");
  const now = useNow(60_000);
  const said = [
    ...(configured ? [] : [t("notConfigured")]),
    ...(blind !== null && blind > 0 ? [t("blind", { count: blind })] : []),
    ...(maintenanceUntil === null ? [] : [t("until", { time: timeText(new Date(maintenanceUntil), now) })]),
    ...(since === null || state === "healthy" || state === "silent" ? [] : [t("since", { time: timeText(new Date(since), now) })]),
  ];
  return said.length === 0 ? null : <span className={styles.consequence}>{said.join(" · ")}</span>;
}
