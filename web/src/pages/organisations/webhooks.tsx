// Receivers of webhooks: where notices go beside mail and phone.
import { useState } from "react";
import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ActButton } from "../../components/fields.tsx";
import { textOf } from "../../components/form.ts";
import { OnceDialog } from "../../components/once-dialog.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { useAddWebhook, useRemoveWebhook, useWebhooks, type Webhook } from "../../data/organisations.ts";

const FORMATS = ["json", "teams", "slack", "mattermost"] as const;

export function Webhooks({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const mayChange = may(useMe(), "notification:change", tenant);
  const found = useWebhooks(tenant);
  const remove = useRemoveWebhook(tenant);
  const [isAdding, setAdding] = useState(false);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const webhooks = found.data.webhooks.filter(({ removedAt }) => removedAt === null);
  const add = mayChange && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>{t("webhook.add")}</Button>;
  return (
    <>
      <Panel title={t("tab.webhooks")} side={webhooks.length > 0 && add} isFlush>
        {webhooks.length === 0 ? <Empty title={t("noWebhooks")} action={add}>{t("noWebhooksWhy")}</Empty> : <PlainTable label={t("tab.webhooks")} rows={webhooks} idOf={({ id }) => id} columns={[
          { id: "name", header: t("name"), render: ({ name }) => name },
          { id: "host", header: t("webhook.host"), render: ({ host }) => <code>{host}</code> },
          { id: "format", header: t("webhook.format"), render: ({ format }) => t(`format.${format}`) },
          { id: "language", header: t("contact.language"), render: ({ language }) => t(`language.${language}`) },
          { id: "by", header: t("author"), render: ({ createdBy, createdAt }) => <>{createdBy}, <Time at={createdAt} /></> },
          ...(mayChange ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: ({ id }: Webhook) => <ActButton label={t("takeOut")} run={() => remove.mutateAsync(id)} /> }] : []),
        ]} />}
      </Panel>
      {isAdding && <Add tenant={tenant} close={() => setAdding(false)} />}
    </>
  );
}

function Add({ tenant, close }: { readonly tenant: string; readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const add = useAddWebhook(tenant);
  const send = async (form: FormData): Promise<string> => {
    const answer = await add.mutateAsync({ name: textOf(form, "name"), url: textOf(form, "url"), format: FORMATS.find((one) => one === textOf(form, "format")) ?? "json", language: textOf(form, "language") === "en" ? "en" : "fr" });
    return answer.secret;
  };
  return (
    <OnceDialog title={t("webhook.add")} verb={t("webhook.add")} close={close} run={send} shown={{ title: t("webhook.added"), why: t("webhook.addedWhy"), done: t("kept"), copy: t("copy") }}>
      <TextInput name="name" label={t("name")} required data-autofocus />
      <TextInput name="url" type="url" label={t("connector.url")} required />
      <Select name="format" label={t("webhook.format")} data={FORMATS.map((value) => ({ value, label: t(`format.${value}`) }))} defaultValue="json" allowDeselect={false} />
      <Select name="language" label={t("contact.language")} data={["fr", "en"].map((value) => ({ value, label: t(`language.${value}`) }))} defaultValue="fr" allowDeselect={false} />
    </OnceDialog>
  );
}
