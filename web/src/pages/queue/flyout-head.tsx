import type { ReactNode } from "react";
import { ActionIcon, CopyButton, UnstyledButton } from "@mantine/core";
import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconCopy, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ModeBadge, OrgBadge, StatusText, VerdictBadge } from "../../components/badges.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Turn } from "../../components/alert/turn.tsx";
import type { AlertRow } from "../../data/alerts.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { useView } from "../../data/search.ts";
import styles from "./flyout.module.css";

const ESCAPE = "esc";

type Props = { readonly row: AlertRow; readonly place: { readonly index: number; readonly total: number }; readonly move: (by: number) => void; readonly close: () => void; readonly children: ReactNode };

/** Reference, place in the queue, title, severity, organisation, mode, clock, verbs. */
export function FlyoutHead({ row, place: { index, total }, move, close, children }: Props) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const view = useView();
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <CopyButton value={row.ref}>{({ copied, copy }) => <UnstyledButton className={styles.ref} onClick={copy} aria-label={t("copyRef", { ref: row.ref })}><code>{row.ref}</code><IconCopy size={14} aria-hidden />{copied && <span role="status">{t("copied")}</span>}</UnstyledButton>}</CopyButton>
        <StatusText status={row.status} />
        {row.verdict !== null && <VerdictBadge verdict={row.verdict} />}
        <span className={styles.side}>
          {index >= 0 && <span className="number">{t("place", { at: index + 1, total: total > 10_000 ? "10 000+" : total })}</span>}
          <ActionIcon onClick={() => move(-1)} aria-label={t("previous")} title="k"><IconChevronUp size={18} /></ActionIcon>
          <ActionIcon onClick={() => move(1)} aria-label={t("following")} title="j"><IconChevronDown size={18} /></ActionIcon>
          <ActionIcon renderRoot={(props) => <Link to="/alerts/$tenant/$alert" params={{ tenant: row.tenant, alert: row.ref }} search={{ ...view, at: undefined, open: undefined, tab: undefined }} {...props} />} aria-label={t("fullPage")} title="o"><IconArrowsDiagonal size={18} /></ActionIcon>
          <ActionIcon onClick={close} aria-label={t("close")} title={ESCAPE}><IconX size={18} /></ActionIcon>
        </span>
      </div>
      <h2>{row.title}</h2>
      <div className={styles.line}>
        <SeverityBadge severity={row.level} />
        {me.organisations.length > 1 && <><OrgBadge tenant={row.tenant} /><strong aria-hidden>{nameOf(me, row.tenant)}</strong></>}
        {row.mode !== null && <ModeBadge mode={row.mode} />}
        <span className={styles.side}><Turn row={row} isLong /></span>
      </div>
      {children}
    </header>
  );
}
