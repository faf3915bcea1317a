// What was done last, how it is taken back, and what was refused with its reasons.
import { useEffect, useState } from "react";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../badges.tsx";
import type { Triage } from "./use-triage.ts";
import styles from "./done-bar.module.css";

const UNDO_MS = 10_000;
const SHOWN_REFUSED = 5;

export function DoneBar({ triage: { last, undo, problem, forget } }: { readonly triage: Triage }) {
  const { t } = useTranslation("alert");
  const [over, setOver] = useState<number>();
  useEffect(() => {
    if (last === undefined) return undefined;
    const timer = setTimeout(() => (last.refused.length === 0 ? forget() : setOver(last.at)), UNDO_MS);
    return () => clearTimeout(timer);
  }, [last, forget]);
  return (
    <div className={styles.holder} aria-live="polite">
      {(last !== undefined || problem !== undefined) && (
        <div className={styles.bar}>
          {problem !== undefined ? <span className={styles.problem} role="alert">{problem}</span> : <span>{last?.what}</span>}
          {last !== undefined && last.refused.length > 0 && <span className={styles.problem}>{t("refused", { count: last.refused.length })} {last.refused.slice(0, SHOWN_REFUSED).map(({ why }) => why).join(" ")}</span>}
          {last?.undo !== undefined && over !== last.at && <Button onClick={undo} rightSection={<Key>z</Key>}>{t("undo")}</Button>}
          <ActionIcon onClick={forget} aria-label={t("close")}><IconX size={16} /></ActionIcon>
        </div>
      )}
    </div>
  );
}
