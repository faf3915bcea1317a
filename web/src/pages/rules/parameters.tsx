// What `%placeholders%` of rules stand for in this organisation.
import { useState } from "react";
import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { api, type Schemas } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { usePlaceholders, useRuleChange } from "../../data/rules.ts";
import styles from "./rules.module.css";

type Asked = { readonly name: string; readonly values: readonly string[] | null; readonly reason: string };

export function Parameters({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("rules");
  const found = usePlaceholders(tenant);
  const save = useRuleChange(tenant, ({ name, ...body }: Asked) => api.put("/v1/tenants/{tenant}/placeholders/{placeholder}", { path: { tenant, placeholder: name }, body }));
  const isChanging = may(useMe(), "rule:change", tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className={styles.scroll}>
      <div className={styles.items}>
        {isChanging && <div><Save run={save.mutateAsync} label={t("newParameter")} /></div>}
        {found.data.placeholders.length === 0 && <Empty title={t("noParameters")}>{t("noParametersWhy")}</Empty>}
        {found.data.placeholders.map((one) => <Item key={one.name} placeholder={one} run={isChanging ? save.mutateAsync : undefined} />)}
      </div>
    </div>
  );
}

function Item({ placeholder: { name, values, author, createdAt, reason, version }, run }: { readonly placeholder: Schemas["RulePlaceholder"]; readonly run: ((asked: Asked) => Promise<unknown>) | undefined }) {
  const { t } = useTranslation("rules");
  return (
    <article className={styles.item}>
      <h2><code>%{name}%</code></h2>
      {values === null ? <p>{t("withdrawn")}</p> : <div className={styles.row}>{values.slice(0, 50).map((value) => <Value key={value} value={value} />)}{values.length > 50 && <span>{t("moreValues", { count: values.length - 50 })}</span>}</div>}
      <p>{t("version", { version })} · {author} · <Time at={createdAt} />: {reason}</p>
      {run !== undefined && <div className={styles.side}><Save run={run} label={t("edit")} before={{ name, values }} />{values !== null && <AskReason label={t("withdraw")} verb={t("withdraw")} what={<p>{t("withdrawParameter")}</p>} run={(why) => run({ name, values: null, reason: why })} />}</div>}
    </article>
  );
}

function Save({ run, label, before }: { readonly run: (asked: Asked) => Promise<unknown>; readonly label: string; readonly before?: { readonly name: string; readonly values: readonly string[] | null } }) {
  const { t } = useTranslation("rules");
  const [name, setName] = useState(before?.name ?? "");
  const [values, setValues] = useState(before?.values?.join("\n") ?? "");
  const form = (
    <>
      <TextInput label={t("parameterName")} value={name} onChange={(event) => setName(event.currentTarget.value)} readOnly={before !== undefined} required />
      <Textarea label={t("parameterValues")} description={t("oneALine")} value={values} onChange={(event) => setValues(event.currentTarget.value)} autosize minRows={3} maxRows={12} required />
    </>
  );
  return <AskReason label={label} verb={t("save")} what={form} run={(reason) => run({ name: name.replaceAll("%", "").trim(), values: values.split("\n").map((line) => line.trim()).filter((line) => line !== ""), reason })} />;
}
