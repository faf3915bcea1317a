// The hunt: events of one organisation, what could not be read, what rules found. The address holds all of it.
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@mantine/core";
import { IconFileCode } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty } from "../../components/states.tsx";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { filtersOf, queryOf } from "./asked.ts";
import { EventsTab } from "./events-tab.tsx";
import { History } from "./history.tsx";
import { SavedSearches } from "./saved-searches.tsx";
import { Share } from "./share.tsx";
import styles from "./hunt.module.css";

const TABS = ["events", "quarantine", "detections"] as const;
const QuarantineTab = lazy(async () => ({ default: (await import("./quarantine-tab.tsx")).QuarantineTab }));
const DetectionsTab = lazy(async () => ({ default: (await import("./detections-tab.tsx")).DetectionsTab }));

export function HuntPage() {
  const { t } = useTranslation("hunt");
  const me = useMe();
  const tenant = useOneTenant();
  const view = useView();
  const tabs = TABS.filter((name) => name !== "quarantine" || (tenant !== undefined && may(me, "line:read", tenant)));
  const chosen = tabs.find((name) => name === view["tab"]) ?? "events";
  useCrumbs([{ text: t("title") }]);
  if (tenant === undefined || !may(me, "event:search", tenant)) return <><PageHead title={t("title")} /><Empty title={t("noTenant")}>{t("noTenantWhy")}</Empty></>;
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        note={me.organisations.length > 1 && t("of", { name: nameOf(me, tenant) })}
        tabs={<TabLinks label={t("tabs")} chosen={chosen} tabs={tabs.map((name) => ({ name, text: t(`tab.${name}`) }))} />}
        side={chosen === "events" && (
          <>
            <SavedSearches tenant={tenant} />
            <History tenant={tenant} />
            <Share />
            {may(me, "rule:change", tenant) && <Button leftSection={<IconFileCode size={16} aria-hidden />} renderRoot={(props) => <Link to="/rules/$tenant/edit" params={{ tenant }} search={{ org: tenant, query: queryOf(view["q"] ?? "", filtersOf(view)) }} {...props} />}>{t("makeRule")}</Button>}
          </>
        )}
      />
      {chosen === "events" ? <EventsTab key={tenant} tenant={tenant} /> : chosen === "quarantine" ? <QuarantineTab key={tenant} tenant={tenant} /> : <DetectionsTab key={tenant} tenant={tenant} />}
    </div>
  );
}
