import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./sign-in.module.css";

/** Shown once, after the second factor was set up. */
export function RecoveryCodes({ codes, go }: { readonly codes: readonly string[]; readonly go: () => void }) {
  const { t } = useTranslation("sign-in");
  return (
    <div className={styles.form}>
      <h1>{t("recovery")}</h1>
      <p>{t("recoveryWhy")}</p>
      <ul className={styles.codes}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <Button variant="filled" size="sm" onClick={go}>{t("kept")}</Button>
    </div>
  );
}
