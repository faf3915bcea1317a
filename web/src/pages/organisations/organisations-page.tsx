// The organisations that the person may see; for administrators also those taken out of work, and the provider itself.
import { lazy, useState } from "react";
import { Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { OrgBadge } from "../../components/badges.tsx";
import { useCrumbs } from "../../components/crumbs.tsx";
import { textOf } from "../../components/form.ts";
import { FormDialog } from "../../components/form-dialog.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useMe } from "../../data/me.ts";
import { useMakeOrganisation, useOrganisations, useRemoved, useRestore } from "../../data/organisations.ts";
import { useView } from "../../data/search.ts";
import styles from "./organisations.module.css";

const Provider = lazy(async () => ({ default: (await import("./provider.tsx")).Provider }));

export function OrganisationsPage() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const { tab } = useView();
  const [isMaking, setMaking] = useState(false);
  useCrumbs([{ text: t("title") }]);
  const mayMake = me.platform.includes("organisation:manage");
  const hasProvider = me.side !== "client" && me.platform.includes("person:read");
  if (me.side === "client" && me.organisations.length === 1) return <Navigate to="/organisations/$tenant" params={{ tenant: me.organisations[0]!.tenant }} replace />;
  const tabs = ["list", ...(hasProvider ? ["provider"] : []), ...(mayMake ? ["removed"] : [])];
  const chosen = tabs.find((one) => one === tab) ?? "list";
  return (
    <>
      <PageHead
        title={t("title")}
        tabs={tabs.length > 1 && <TabLinks label={t("title")} chosen={chosen} tabs={tabs.map((name) => ({ name, text: t(`tabs.${name}`) }))} />}
        side={mayMake && <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>{t("make")}</Button>}
      />
      <div className={styles.body}>
        {chosen === "list" && <List />}
        {chosen === "removed" && <Removed />}
        {chosen === "provider" && <Provider />}
      </div>
      {isMaking && <Make close={() => setMaking(false)} />}
    </>
  );
}

function List() {
  const { t } = useTranslation("organisations");
  const found = useOrganisations();
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { tenants } = found.data;
  if (tenants.length === 0) return <Empty title={t("none")}>{t("noneWhy")}</Empty>;
  return (
    <Panel title={t("count", { count: tenants.length })} isFlush>
      <PlainTable label={t("title")} rows={tenants} idOf={({ id }) => id} columns={[
        { id: "name", header: t("name"), render: ({ id, name }) => <span className={styles.row}><OrgBadge tenant={id} /><Link to="/organisations/$tenant" params={{ tenant: id }}>{name}</Link></span> },
        { id: "id", header: t("id"), render: ({ id }) => <code>{id}</code> },
        { id: "sources", header: t("sources"), align: "right", render: ({ sources }) => sources },
        { id: "retention", header: t("retention"), align: "right", render: ({ retentionDays }) => t("days", { count: retentionDays }) },
      ]} />
    </Panel>
  );
}

function Removed() {
  const { t } = useTranslation("organisations");
  const found = useRemoved(true);
  const restore = useRestore();
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.organisations.length === 0) return <Empty title={t("noneRemoved")}>{t("noneRemovedWhy")}</Empty>;
  return (
    <Panel title={t("tabs.removed")} isFlush>
      <PlainTable label={t("tabs.removed")} rows={found.data.organisations} idOf={({ id }) => id} columns={[
        { id: "name", header: t("name"), render: ({ name }) => name },
        { id: "id", header: t("id"), render: ({ id }) => <code>{id}</code> },
        { id: "at", header: t("removedAt"), render: ({ removedAt }) => removedAt !== null && <Time at={removedAt} /> },
        { id: "verb", header: t("verbs"), align: "right", render: ({ id }) => <AskReason label={t("restore")} verb={t("restore")} run={(reason) => restore.mutateAsync({ removed: id, reason })} /> },
      ]} />
    </Panel>
  );
}

function Make({ close }: { readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const make = useMakeOrganisation();
  return (
    <FormDialog title={t("make")} verb={t("makeIt")} close={close} run={(form) => make.mutateAsync({ id: textOf(form, "id"), name: textOf(form, "name"), retentionDays: Number(textOf(form, "retention")) })}>
      <TextInput name="name" label={t("name")} required data-autofocus />
      <TextInput name="id" label={t("id")} description={t("idWhy")} required pattern="[a-z][a-z0-9\-]*" />
      <NumberInput name="retention" label={t("retentionDays")} defaultValue={183} min={1} max={3650} required />
      <p className={styles.muted}>{t("makeWhy")}</p>
    </FormDialog>
  );
}
