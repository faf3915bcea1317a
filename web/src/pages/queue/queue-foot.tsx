import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { useLiveState } from "../../data/live.ts";
import styles from "./queue.module.css";

const ESCAPE = "esc";

type Props = { readonly isTriage: boolean; readonly shown: number; readonly took: number | undefined; readonly isShort: boolean };

/** The keys that matter here, how many rows, and whether they are up to date by themselves. */
export function QueueFoot({ isTriage, shown, took, isShort }: Props) {
  const { t } = useTranslation("queue");
  const live = useLiveState();
  const triage = isTriage && !isShort ? (["x", "a", "v", "e", "i"] as const) : [];
  return (
    <footer className={styles.foot}>
      <span><Key>j</Key><Key>k</Key> {t("foot.move")}</span>
      {isShort && <span><Key>{ESCAPE}</Key> {t("foot.close")}</span>}
      {triage.map((key) => <span key={key}><Key>{key}</Key> {t(`foot.${key}`)}</span>)}
      <span><Key>?</Key> {t("foot.all")}</span>
      <span className={styles.live} data-state={live}>{!isShort && `${t("foot.rows", { count: shown })}${took === undefined ? "" : ` · ${took} ms`} · `}{t(`live.${live}`)}</span>
    </footer>
  );
}
