import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import type { Fresh } from "./use-fresh.ts";
import styles from "./queue.module.css";

/** How many wait to be shown; they come in when somebody wants them. */
export function Pill({ fresh: { count, critical, show } }: { readonly fresh: Fresh }) {
  const { t } = useTranslation("queue");
  return (
    <span role="status" className={styles.pillHolder}>
      {count > 0 && <UnstyledButton className={styles.pill} onClick={show}>{critical > 0 && <SeverityShape severity="critical" />}<strong>{t("fresh", { count })}</strong>{critical > 0 && <span>{t("freshCritical", { count: critical })}</span>}<Key>.</Key></UnstyledButton>}
    </span>
  );
}
