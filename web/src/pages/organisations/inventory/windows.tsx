// Maintenance windows: times in which something is expected.
import { useState } from "react";
import { Button, TagsInput, Textarea, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../../components/ask-reason.tsx";
import { textOf } from "../../../components/form.ts";
import { FormDialog } from "../../../components/form-dialog.tsx";
import { Panel } from "../../../components/panel.tsx";
import { PlainTable } from "../../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../../components/states.tsx";
import { Time } from "../../../components/time.tsx";
import { useNow } from "../../../components/use-now.ts";
import { useCancelWindow, usePlanWindow, useWindows } from "../../../data/cmdb.ts";
import { may, useMe } from "../../../data/me.ts";

export function Windows({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const found = useWindows(tenant);
  const cancel = useCancelWindow(tenant);
  const now = useNow(60_000).getTime();
  const [isPlanning, setPlanning] = useState(false);
  const mayChange = may(useMe(), "asset:change", tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { windows } = found.data;
  const stateOf = (one: (typeof windows)[number]): string => (one.cancelledAt !== null ? "cancelled" : Date.parse(one.endsAt) < now ? "over" : Date.parse(one.startsAt) > now ? "planned" : "now");
  return (
    <>
      <Panel title={t("part.windows")} side={mayChange && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setPlanning(true)}>{t("window.plan")}</Button>} isFlush>
        {windows.length === 0 ? <Empty title={t("window.none")}>{t("window.noneWhy")}</Empty> : <PlainTable label={t("part.windows")} rows={windows} idOf={({ id }) => id} columns={[
          { id: "title", header: t("window.title"), render: ({ title }) => title },
          { id: "state", header: t("state"), render: (one) => t(`windowState.${stateOf(one)}`) },
          { id: "when", header: t("window.when"), render: ({ startsAt, endsAt }) => <><Time at={startsAt} /> – <Time at={endsAt} /></> },
          { id: "what", header: t("window.what"), render: ({ assets, services, tags }) => [...assets, ...services, ...tags.map((tag) => `#${tag}`)].join(", ") || t("window.all") },
          { id: "why", header: t("reason"), render: ({ reason, createdBy }) => `${reason} (${createdBy})` },
          ...(mayChange ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: (one: (typeof windows)[number]) => ["now", "planned"].includes(stateOf(one)) && one.source === "manual" && <AskReason label={t("window.cancel")} verb={t("window.cancel")} run={(reason) => cancel.mutateAsync({ id: one.id, reason })} /> }] : []),
        ]} />}
      </Panel>
      {isPlanning && <Plan tenant={tenant} close={() => setPlanning(false)} />}
    </>
  );
}

const isoOf = (form: FormData, name: string): string => new Date(textOf(form, name)).toISOString();

function Plan({ tenant, close }: { readonly tenant: string; readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const plan = usePlanWindow(tenant);
  const [assets, setAssets] = useState<string[]>([]);
  const [tags, setTags] = useState<string[]>([]);
  return (
    <FormDialog title={t("window.plan")} verb={t("window.planIt")} close={close} isDisabled={assets.length + tags.length === 0} run={(form) => plan.mutateAsync({ title: textOf(form, "title"), startsAt: isoOf(form, "from"), endsAt: isoOf(form, "to"), assets, tags, reason: textOf(form, "reason") })}>
      <TextInput name="title" label={t("window.title")} required data-autofocus />
      <TextInput name="from" type="datetime-local" label={t("window.from")} required />
      <TextInput name="to" type="datetime-local" label={t("window.to")} required />
      <TagsInput label={t("window.assets")} value={assets} onChange={setAssets} />
      <TagsInput label={t("window.tags")} value={tags} onChange={setTags} />
      <Textarea name="reason" label={t("reason")} required minLength={3} />
    </FormDialog>
  );
}
