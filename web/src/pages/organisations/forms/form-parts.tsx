// What the forms of settings have in common: what each is given, and rows that are added and taken out.
import type { ReactNode } from "react";
import { Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SettingDocument, SettingKind } from "../../../../../src/contract/settings.ts";
import styles from "../organisations.module.css";

export type Level = { readonly key: string; readonly name: string };
export type FormProps<Kind extends SettingKind> = {
  readonly document: SettingDocument<Kind>;
  readonly change: (document: SettingDocument<Kind>) => void;
  /** Of the organisation's own severity scale, the most severe first. */
  readonly levels: readonly Level[];
  readonly contacts: readonly Level[];
};

/** The list with one of its items changed. */
export const changed = <Item,>(items: readonly Item[], at: number, changes: Partial<Item>): Item[] => items.map((item, index) => (index === at ? { ...item, ...changes } : item));
export const without = <Item,>(items: readonly Item[], at: number): Item[] => items.filter((_, index) => index !== at);

export const AddRow = ({ label, add }: { readonly label: string; readonly add: () => void }) => <div><Button leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>{label}</Button></div>;

/** One item of a list, with what takes it out. */
export const Row = ({ name, remove, children }: { readonly name: string; readonly remove: () => void; readonly children: ReactNode }) => {
  const { t } = useTranslation("organisations");
  return (
    <div className={styles.entry} role="group" aria-label={name}>
      <div className={styles.grid}>{children}</div>
      <div><Button leftSection={<IconTrash size={14} aria-hidden />} onClick={remove} aria-label={`${t("takeOut")}: ${name}`}>{t("takeOut")}</Button></div>
    </div>
  );
};
