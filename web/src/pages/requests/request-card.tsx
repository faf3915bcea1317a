import { IconCheck, IconChecks, IconChevronRight, IconCircleDashed, IconClockPause, IconHandStop, IconMailOpened, type Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import { Time } from "../../components/time.tsx";
import type { RequestRow } from "../../data/requests.ts";
import { DueBy } from "./due-by.tsx";
import styles from "./requests.module.css";

const SIGNS: Readonly<Partial<Record<RequestRow["state"], Icon>>> = { sent: IconMailOpened, reopened: IconMailOpened, acknowledged: IconCircleDashed, in_progress: IconCircleDashed, claimed_done: IconClockPause, verified: IconChecks, refused: IconHandStop };

/** What to do, where, until when; the edge says how urgent it is, and so does the word. */
export function RequestCard({ tenant, row, isOrgShown = false }: { readonly tenant: string; readonly row: RequestRow; readonly isOrgShown?: boolean }) {
  const { t } = useTranslation("requests");
  const Sign = SIGNS[row.state] ?? IconCheck;
  const where = [row.place, row.isUrgent ? t("urgent") : null].filter((one) => one !== null && one !== "");
  return (
    <Link className={styles.card} data-urgency={row.due?.isLate === true ? "late" : row.isUrgent ? "urgent" : "plain"} to="/requests/$tenant/$request" params={{ tenant, request: row.ref }} search={({ org }) => ({ org })}>
      <span className={styles.cardTop}>{isOrgShown && <OrgBadge tenant={tenant} />}{row.due !== null && <DueBy due={row.due} />}<code>{row.ref}</code></span>
      <strong className={styles.cardTitle}>{row.title}</strong>
      {where.length > 0 && <span className={styles.muted}>{where.join(" · ")}</span>}
      <span className={styles.cardFoot}><span className={styles.state} data-state={row.state}><Sign size={16} stroke={1.75} aria-hidden />{t(`team.state.${row.state}`)} <Time at={row.since} /></span><IconChevronRight size={18} aria-hidden /></span>
    </Link>
  );
}
