import type { SubmitEvent } from "react";
import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { encode } from "uqr";
import { textOf } from "../../components/form.ts";
import type { Schemas } from "../../data/client.ts";
import styles from "./sign-in.module.css";

type Props = { readonly answer: Extract<Schemas["SignInAnswer"], { readonly type: "code" | "enrol" }>; readonly isSending: boolean; readonly send: (code: string) => Promise<void> };

/** The code of the authenticator app; at the first time with what the app must know. */
export function SecondFactor({ answer, isSending, send }: Props) {
  const { t } = useTranslation("sign-in");
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void send(textOf(new FormData(event.currentTarget), "code").replaceAll(" ", ""));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1>{t(answer.type === "enrol" ? "enrol" : "second")}</h1>
      {answer.type === "enrol" && (
        <>
          <p>{t("scan")}</p>
          <QrCode text={answer.uri} label={t("qr")} />
          <p>{t("type")} <code className={styles.secret}>{answer.secret}</code></p>
        </>
      )}
      <TextInput name="code" label={t("code")} description={answer.type === "code" ? t("orRecovery") : undefined} autoComplete="one-time-code" inputMode={answer.type === "enrol" ? "numeric" : "text"} required autoFocus />
      <Button type="submit" size="sm" variant="filled" loading={isSending}>{t("go")}</Button>
    </form>
  );
}

function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return <svg className={styles.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}><rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" /></svg>;
}
