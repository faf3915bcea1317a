// The client saw something: in their words, at once with the SOC, with a reference to talk about.
import { useState } from "react";
import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { DateTimeField } from "../../components/date-time-field.tsx";
import { Due } from "../../components/due.tsx";
import { textOf } from "../../components/form.ts";
import { Empty } from "../../components/states.tsx";
import { ApiProblem } from "../../data/client.ts";
import { useDeclare, type Suspicion } from "../../data/escalations.ts";
import { may, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import styles from "./home.module.css";

const URGENCIES = ["now", "today", "can-wait"] as const;

export function DeclarePage() {
  const { t } = useTranslation("home");
  const me = useMe();
  const tenant = useOneTenant();
  const [declared, setDeclared] = useState<Suspicion>();
  useCrumbs([{ text: t("declare.title") }]);
  if (tenant === undefined || !may(me, "suspicion:declare", tenant)) return <Empty title={t("declare.not")}>{t("declare.notWhy")}</Empty>;
  return <div className={styles.declare}>{declared === undefined ? <Form tenant={tenant} told={setDeclared} /> : <Told tenant={tenant} suspicion={declared} />}</div>;
}

function Form({ tenant, told }: { readonly tenant: string; readonly told: (suspicion: Suspicion) => void }) {
  const { t } = useTranslation("home");
  const declare = useDeclare(tenant);
  const send = async (form: FormData): Promise<void> => {
    const at = textOf(form, "at");
    const assets = textOf(form, "assets").split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== "");
    const answer = await declare.mutateAsync({ title: textOf(form, "title").trim(), seen: textOf(form, "seen").trim(), urgency: textOf(form, "urgency") as (typeof URGENCIES)[number], assets, ...(at === "" ? {} : { seenAt: new Date(at).toISOString() }) });
    told(answer);
  };
  return (
    <form className={styles.declareForm} onSubmit={(event) => { event.preventDefault(); void send(new FormData(event.currentTarget)).catch(() => undefined); }}>
      <h1>{t("declare.title")}</h1>
      <p className={styles.sentence}>{t("declare.what")}</p>
      <TextInput size="md" name="title" label={t("declare.headline")} placeholder={t("declare.headlineExample")} required minLength={3} maxLength={200} />
      <Textarea size="md" name="seen" label={t("declare.seen")} description={t("declare.seenWhat")} required minLength={3} autosize minRows={4} maxRows={14} />
      <TextInput size="md" name="assets" label={t("declare.assets")} description={t("declare.assetsWhat")} />
      <DateTimeField name="at" label={t("declare.at")} />
      <Radio.Group name="urgency" label={t("declare.urgency")} defaultValue="today">{URGENCIES.map((one) => <Radio key={one} value={one} label={t(`declare.urgencies.${one}`)} mt={8} size="md" />)}</Radio.Group>
      {declare.error !== null && <p className={styles.problem} role="alert">{declare.error instanceof ApiProblem ? declare.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <div><Button type="submit" size="md" variant="filled" loading={declare.isPending}>{t("declare.verb")}</Button></div>
    </form>
  );
}

const Told = ({ tenant, suspicion }: { readonly tenant: string; readonly suspicion: Suspicion }) => {
  const { t } = useTranslation("home");
  const { ref } = suspicion.incident;
  return (
    <div className={styles.declareForm} role="status">
      <h1>{t("declare.told")}</h1>
      <p className={styles.sentence}>{t("declare.ref", { ref })}{suspicion.due !== null && <> {t("declare.by")} <Due dueAt={suspicion.due.dueAt} startedAt={suspicion.declared.at} /></>}</p>
      <div><Button size="md" variant="filled" renderRoot={(props) => <Link to="/incidents/$tenant/$incident" params={{ tenant, incident: ref }} {...props} />}>{t("declare.open", { ref })}</Button></div>
    </div>
  );
};
