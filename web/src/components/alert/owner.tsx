import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AlertRow } from "../../data/alerts.ts";
import { StatusText } from "../badges.tsx";
import styles from "./alert.module.css";

const initials = (who: string): string => who.split(/[\s.@_-]+/u).filter((word) => word !== "").slice(0, 2).map((word) => word.slice(0, 1)).join("").toUpperCase();

/** A person's first letters, with the name on hover and for screen readers. */
export const Person = ({ who }: { readonly who: string }) => (
  <Tooltip label={who}><span className={styles.person}><span aria-hidden>{initials(who)}</span><span className="hidden-text">{who}</span></span></Tooltip>
);

/** Who has it; a dash where nobody has. */
export function Owner({ owner }: { readonly owner: AlertRow["owner"] }) {
  const { t } = useTranslation("alert");
  return owner === null ? <span aria-label={t("nobody")} role="img" className={styles.muted}>—</span> : <Person who={owner.who} />;
}

/** In a narrow row: who has it, or how it stands. */
export const OwnerOrStatus = ({ row }: { readonly row: AlertRow }) => (row.owner !== null && row.status !== "closed" ? <Person who={row.owner.who} /> : <StatusText status={row.status} />);
