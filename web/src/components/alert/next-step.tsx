import { IconNotebook } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertPage } from "../../data/alerts.ts";
import styles from "./alert.module.css";

/** The next step of the playbook, always in sight. */
export function NextStep({ alert }: { readonly alert: AlertPage }) {
  const { t } = useTranslation("alert");
  const { nextStep, incident, tenant } = alert;
  if (nextStep === null) return null;
  return (
    <footer className={styles.next}>
      <IconNotebook size={16} stroke={1.75} aria-hidden />
      <span className="hidden-text">{t("next.title")}</span><strong>{nextStep.text}</strong>
      {incident === null ? <span className={`${styles.side} ${styles.muted}`}>{t("next.of", { playbook: nextStep.playbook })}</span> : <Link className={`${styles.link} ${styles.side}`} to="/incidents/$tenant/$incident" params={{ tenant, incident }}>{t("next.open")}</Link>}
    </footer>
  );
}
