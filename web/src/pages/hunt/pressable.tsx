// A value that opens the menu of what can be done with it.
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Value } from "../../components/value.tsx";
import type { FoundEvent } from "../../data/events.ts";
import { useHunt } from "./hunt-context.ts";
import styles from "./hunt.module.css";

type Props = { readonly field: string; readonly value: string; readonly event?: FoundEvent | undefined; readonly count?: number; readonly longest?: number };

export function Pressable({ field, value, event, count, longest = 120 }: Props) {
  const { t } = useTranslation("hunt");
  const { press } = useHunt();
  // What is shown of a long value is cut here: a button holds no other button.
  const shown = value.length > longest ? `${value.slice(0, longest / 2)}…${value.slice(-longest / 2)}` : value;
  return (
    <UnstyledButton className={styles.pressable} data-field={field} data-value={value} aria-haspopup="menu" title={t("menu.of", { field })} onClick={(clicked) => { clicked.stopPropagation(); press({ field, value, event, count, at: clicked.currentTarget.getBoundingClientRect() }); }}>
      <Value value={shown} longest={longest + 1} />
    </UnstyledButton>
  );
}
