// The small signs that stand on rows and headers: mode, verdict, state, visibility, TLP, organisation.
import { Tooltip } from "@mantine/core";
import { IconArrowUpRight, IconCheck, IconCircleCheck, IconCircleDashed, IconCircleX, IconLock, IconTarget, IconTool, IconUsers, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, useMe } from "../data/me.ts";
import { lettersOf } from "../format/letters.ts";
import styles from "./badges.module.css";

type Mode = "escalate" | "handle";

/** Whose turn it is by contract: outline is theirs to act, solid is ours. */
export function ModeBadge({ mode }: { readonly mode: Mode }) {
  const { t } = useTranslation();
  const Sign = mode === "escalate" ? IconArrowUpRight : IconTool;
  return <span className={styles.mode} data-mode={mode}><Sign size={14} stroke={1.75} aria-hidden />{t(`mode.${mode}`)}</span>;
}

/** The same without the word, for rows. */
export function ModeSign({ mode }: { readonly mode: Mode | null }) {
  const { t } = useTranslation();
  if (mode === null) return null;
  const Sign = mode === "escalate" ? IconArrowUpRight : IconTool;
  return <span className={`${styles.mode} ${styles.sign}`} data-mode={mode} role="img" aria-label={t(`mode.${mode}`)} title={t(`mode.${mode}`)}><Sign size={13} stroke={2} aria-hidden /></span>;
}

/** Two letters of an organisation, with its name on hover and for screen readers. */
export function OrgBadge({ tenant }: { readonly tenant: string }) {
  const me = useMe();
  const name = nameOf(me, tenant);
  return (
    <Tooltip label={name}>
      <span className={styles.org}><span aria-hidden>{lettersOf(name)}</span><span className="hidden-text">{name}</span></span>
    </Tooltip>
  );
}

export type Verdict = "true_positive" | "benign_positive" | "false_positive";
const VERDICTS: Readonly<Record<Verdict, Icon>> = { true_positive: IconTarget, benign_positive: IconCircleCheck, false_positive: IconCircleX };

/** What it turned out to be; dashed: nobody has judged it. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict | null }) {
  const { t } = useTranslation();
  const Sign = verdict === null ? IconCircleDashed : VERDICTS[verdict];
  return <span className={styles.verdict} data-verdict={verdict ?? "none"}><Sign size={14} stroke={1.75} aria-hidden />{t(`verdict.${verdict ?? "none"}`)}</span>;
}

type Status = "new" | "in_progress" | "escalated" | "waiting_client" | "closed";

/** Where an alert stands. */
export function StatusText({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  return <span className={styles.status} data-status={status}>{status === "closed" && <IconCheck size={14} aria-hidden />}{t(`status.${status}`)}</span>;
}

/** Who may read it. */
export function VisibilityBadge({ visibility }: { readonly visibility: "internal" | "shared" }) {
  const { t } = useTranslation();
  const Sign = visibility === "internal" ? IconLock : IconUsers;
  return <span className={styles.visibility} data-visibility={visibility}><Sign size={13} stroke={1.75} aria-hidden />{t(`visibility.${visibility}`)}</span>;
}

/** FIRST TLP 2.0: its colours on black, in both schemes. */
export const TlpBadge = ({ tlp }: { readonly tlp: string }) => {
  const name = tlp.toUpperCase().replace(/^TLP:/, "");
  return <span className={styles.tlp} data-tlp={name}>TLP:{name}</span>;
};

export const PapBadge = ({ pap }: { readonly pap: string }) => <span className={styles.pap}>PAP:{pap.toUpperCase().replace(/^PAP:/, "")}</span>;

/** A key as it is printed on what it presses. */
export const Key = ({ children }: { readonly children: string }) => <kbd className={styles.key} aria-hidden>{children}</kbd>;
