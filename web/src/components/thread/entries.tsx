// What happened and who said what, in order: facts are plain lines, messages are boxes; what only one's own side reads
// is dashed and says so.
import type { ReactNode } from "react";
import { IconGavel, IconMessage2, IconPhone, IconPoint, IconTool, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { VisibilityBadge } from "../badges.tsx";
import { Time } from "../time.tsx";
import styles from "./entries.module.css";

export type ThreadEntry = {
  readonly id: number;
  readonly type: string;
  readonly visibility: "internal" | "shared";
  readonly at: string;
  readonly author: string;
  readonly side: "provider" | "client" | "system";
  readonly text: string;
  readonly isYou?: boolean;
  /** When it happened, where that is not when it was written. */
  readonly eventTime?: string | null;
};

const SIGNS: Readonly<Record<string, Icon>> = { message: IconMessage2, call: IconPhone, decision: IconGavel, action: IconTool };
const BOXES: ReadonlySet<string> = new Set(["message", "call", "decision"]);

type Props = { readonly entries: readonly ThreadEntry[]; readonly label: string; /** Shown where there is no entry. */ readonly empty?: ReactNode };

/** The thread as a list, the oldest first. */
export function Entries({ entries, label, empty }: Props) {
  if (entries.length === 0) return <p className={styles.empty}>{empty}</p>;
  return <ol className={styles.list} aria-label={label}>{entries.map((entry) => <Line key={entry.id} entry={entry} />)}</ol>;
}

function Line({ entry }: { readonly entry: ThreadEntry }) {
  const { t } = useTranslation("thread");
  const Sign = SIGNS[entry.type] ?? IconPoint;
  const isBox = BOXES.has(entry.type);
  return (
    <li className={styles.line} data-box={isBox}>
      <span className={styles.at}><Time at={entry.eventTime ?? entry.at} /></span>
      <span className={styles.sign}><Sign size={16} stroke={1.75} aria-hidden /><span className="hidden-text">{t(`type.${entry.type}`, { defaultValue: "" })}</span></span>
      {isBox ? <Box entry={entry} /> : (
        <p className={styles.fact}>
          {entry.text} <span className={styles.by}>{entry.side === "system" || entry.text.endsWith(`by ${entry.author}.`) ? "" : entry.author}</span>
          {entry.visibility === "internal" && <> <VisibilityBadge visibility="internal" /></>}
        </p>
      )}
    </li>
  );
}

function Box({ entry }: { readonly entry: ThreadEntry }) {
  const { t } = useTranslation("thread");
  return (
    <div className={styles.box} data-visibility={entry.visibility}>
      <div className={styles.head}>
        <strong>{entry.author}</strong>
        <span className={styles.side}>{entry.isYou === true ? t("you") : t(`side.${entry.side}`)}</span>
        {entry.type !== "message" && <span className={styles.side}>{t(`type.${entry.type}`)}</span>}
        <VisibilityBadge visibility={entry.visibility} />
      </div>
      <p className={styles.text}>{entry.text}</p>
    </div>
  );
}
