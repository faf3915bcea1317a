import { UnstyledButton } from "@mantine/core";
import { IconLock, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "./triage.module.css";

export type Visibility = "internal" | "shared";

/** Who will read it: the provider's people, or both sides. It begins internal. */
export function VisibilityChoice({ value, change }: { readonly value: Visibility; readonly change: (next: Visibility) => void }) {
  const { t } = useTranslation("alert");
  const Sign = value === "internal" ? IconLock : IconUsers;
  return (
    <UnstyledButton className={styles.visibility} data-visibility={value} aria-label={t(`visibility.to.${value}`)} onClick={() => change(value === "internal" ? "shared" : "internal")}>
      <Sign size={14} stroke={1.75} aria-hidden />{t(`visibility.${value}`, { ns: "shell" })}
    </UnstyledButton>
  );
}
