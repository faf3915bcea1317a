import type { ReactNode } from "react";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useKeys } from "../../keys/index.tsx";
import styles from "./beside.module.css";

type Props = { readonly title: ReactNode; readonly label: string; readonly note: ReactNode; readonly close: () => void; readonly children: ReactNode };

/** What was followed, beside the events. */
export function BesidePanel({ title, label, note, close, children }: Props) {
  const { t } = useTranslation("hunt");
  useKeys([{ key: "escape", label: t("beside.close"), group: t("title"), run: close }]);
  return (
    <aside className={styles.beside} aria-label={label}>
      <header className={styles.head}><div><h2>{title}</h2><p>{note}</p></div><ActionIcon onClick={close} aria-label={t("beside.close")}><IconX size={18} /></ActionIcon></header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
