// One organisation: how the service works for it, who its people are, and what it is connected with.
import { lazy } from "react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty } from "../../components/states.tsx";
import { may, nameOf, useMe, type Permission } from "../../data/me.ts";
import { useView } from "../../data/search.ts";
import styles from "./organisations.module.css";

const PAGES = {
  overview: lazy(async () => ({ default: (await import("./overview.tsx")).Overview })),
  settings: lazy(async () => ({ default: (await import("./settings.tsx")).Settings })),
  people: lazy(async () => ({ default: (await import("./people.tsx")).People })),
  connectors: lazy(async () => ({ default: (await import("./connectors.tsx")).Connectors })),
  inventory: lazy(async () => ({ default: (await import("./inventory.tsx")).Inventory })),
  webhooks: lazy(async () => ({ default: (await import("./webhooks.tsx")).Webhooks })),
  life: lazy(async () => ({ default: (await import("./life.tsx")).Life })),
} as const;
type Tab = keyof typeof PAGES;

const NEEDS: Readonly<Record<Tab, Permission>> = { overview: "setting:read", settings: "setting:read", people: "person:read", connectors: "connector:read", inventory: "asset:read", webhooks: "notification:read", life: "organisation:read" };

export function OrganisationPage() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const { tenant } = useParams({ from: "/inside/organisations/$tenant" });
  const { tab } = useView();
  const name = nameOf(me, tenant);
  useCrumbs([{ text: t("title"), to: "/organisations" }, { text: name }]);
  if (!me.organisations.some((one) => one.tenant === tenant)) return <Empty title={t("notFound.title", { ns: "shell" })}>{t("notFound.why", { ns: "shell" })}</Empty>;
  const tabs = (Object.keys(PAGES) as Tab[]).filter((one) => may(me, NEEDS[one], tenant));
  const chosen = tabs.find((one) => one === tab) ?? tabs[0];
  if (chosen === undefined) return <Empty title={t("nothing")} />;
  const Page = PAGES[chosen];
  return (
    <>
      <PageHead title={name} tabs={<TabLinks label={t("title")} chosen={chosen} tabs={tabs.map((one) => ({ name: one, text: t(`tab.${one}`) }))} />} />
      <div className={styles.body}><Page key={tenant} tenant={tenant} /></div>
    </>
  );
}
