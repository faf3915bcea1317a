// Loading, empty and failed, everywhere alike. Nothing for 150 ms, then a skeleton in the final shape.
import { useEffect, useState, type ReactNode } from "react";
import { Button, Skeleton } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../data/client.ts";
import styles from "./states.module.css";

const NOTHING_FOR_MS = 150;

/** A skeleton of so many rows; `children` may be a shape of its own. */
export function Loading({ rows = 8, children }: { readonly rows?: number; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), NOTHING_FOR_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  return (
    <div className={styles.loading} role="status" aria-label={t("state.loading")}>
      {children ?? Array.from({ length: rows }, (_, at) => <Skeleton key={at} height={16} width={`${92 - ((at * 17) % 40)}%`} />)}
    </div>
  );
}

/** Says why there is nothing, and proves that nobody is blind. */
export const Empty = ({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) => (
  <div className={styles.empty}>
    <h2>{title}</h2>
    {children !== undefined && <div className={styles.why}>{children}</div>}
    {action}
  </div>
);

/** What happened, what to do, the code last; the last rows stay where the page keeps them. */
export function Failed({ error, retry, stillWorks }: { readonly error: unknown; readonly retry?: () => void; readonly stillWorks?: string }) {
  const { t } = useTranslation();
  const told = error instanceof ApiProblem ? error.problem : undefined;
  return (
    <div className={styles.failed} role="alert">
      <IconPlugConnectedX size={20} aria-hidden />
      <div>
        <strong>{t(`problem.${told?.code ?? "internal"}`)}</strong>
        <p>{told?.detail ?? t("state.unknown")}</p>
        {stillWorks !== undefined && <p>{stillWorks}</p>}
        <p className={styles.code}><code>{told?.code ?? String(error)}</code></p>
        {retry !== undefined && <Button onClick={retry}>{t("state.again")}</Button>}
      </div>
    </div>
  );
}
