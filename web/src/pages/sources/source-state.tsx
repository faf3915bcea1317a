// The state of a source: shape, word and colour.
import { IconCircleCheck, IconTool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { useNow } from "../../components/use-now.ts";
import type { SourceHealthRow } from "../../data/sources.ts";
import { durationText, shareText } from "../../format/time.ts";
import styles from "./sources.module.css";

const SEVERITY = { silent: "critical", never: "critical", late: "high", unparsed: "medium", clock: "medium" } as const;
// The API counts no further.
const MORE_THAN_A_DAY_MS = 86_400_001;

export function SourceState({ row: { state, since, lastAt, lagP95Ms, unparsed, ahead } }: { readonly row: Pick<SourceHealthRow, "state" | "since" | "lastAt" | "lagP95Ms" | "unparsed" | "ahead"> }) {
  const { t } = useTranslation("sources");
  const now = useNow(30_000);
  const from = since ?? lastAt;
  const words = {
    silent: from === null ? t("state.silent") : t("state.silentFor", { time: durationText((now.getTime() - Date.parse(from)) / 1000) }),
    never: t("state.never"),
    late: lagP95Ms === null ? t("state.late") : t("state.lateBy", { time: lagText(lagP95Ms) }),
    unparsed: t("state.unparsed", { share: shareText(unparsed ?? 0, 0) }),
    clock: t("state.clock", { share: shareText(ahead ?? 0, 0) }),
    maintenance: t("state.maintenance"),
    healthy: t("state.healthy"),
  };
  return <span className={styles.state} data-state={state}>{state === "healthy" ? <IconCircleCheck size={16} stroke={1.75} aria-hidden /> : state === "maintenance" ? <IconTool size={16} stroke={1.75} aria-hidden /> : <span aria-hidden className={styles.sign}><SeverityShape severity={SEVERITY[state]} /></span>}{words[state]}</span>;
}

/** How late; more than a day is all that is known of some. */
export const lagText = (ms: number): string => (ms >= MORE_THAN_A_DAY_MS ? `> ${durationText(86_400)}` : durationText(ms / 1000));
