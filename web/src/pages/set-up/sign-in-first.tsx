// The first administrator is there: the sign-in sets up their second factor, and leads back here.
import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import styles from "./set-up.module.css";

const HERE = "/set-up?step=organisation";

export function SignInFirst({ email }: { readonly email?: string }) {
  const { t } = useTranslation("set-up");
  return (
    <div className={styles.form}>
      <p role="status">{email === undefined ? t("thereAlready") : t("made", { email })}</p>
      <div><Button size="sm" variant="filled" rightSection={<IconArrowRight size={16} aria-hidden />} renderRoot={(props) => <Link to="/sign-in" search={{ back: HERE }} {...props} />}>{t("signIn")}</Button></div>
    </div>
  );
}
