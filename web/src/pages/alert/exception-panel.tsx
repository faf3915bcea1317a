// An exception from this alert: what would be kept back, tried on the past before anybody can save it.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../components/states.tsx";
import type { AlertPage } from "../../data/alerts.ts";
import { exceptionDraftQuery } from "../../data/exception-draft.ts";
import { ExceptionForm } from "./exception-form.tsx";
import styles from "./exception.module.css";

export function ExceptionPanel({ page, close }: { readonly page: AlertPage; readonly close: () => void }) {
  const { t } = useTranslation("exception");
  const draft = useQuery(exceptionDraftQuery(page));
  return (
    <section className={styles.panel} aria-label={t("title")}>
      {draft.isPending && <Loading rows={6} />}
      {draft.isError && <Failed error={draft.error} retry={() => void draft.refetch()} />}
      {draft.isSuccess && <ExceptionForm page={page} draft={draft.data} close={close} />}
    </section>
  );
}
