import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Moves } from "./steps.tsx";
import styles from "./set-up.module.css";

/** Back, and on; `isDone` fills the way on, else it is "skip for now". */
export const Foot = ({ back, next, isDone }: Moves & { readonly isDone: boolean }) => {
  const { t } = useTranslation("set-up");
  return (
    <div className={styles.verbs}>
      {back !== undefined && <Button size="sm" variant="subtle" onClick={back}>{t("back")}</Button>}
      <Button size="sm" className={styles.on} variant={isDone ? "filled" : "subtle"} rightSection={isDone ? <IconArrowRight size={16} aria-hidden /> : undefined} onClick={next}>{t(isDone ? "goOn" : "skip")}</Button>
    </div>
  );
};
