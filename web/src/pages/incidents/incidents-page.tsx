// Incidents of one organisation or of all, by whose turn it is; and what clients declared.
import { lazy, useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { useIncidents } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import { useOneTenant, useScope } from "../../data/scope.ts";
import { useHear } from "../../data/use-hear.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useKeys } from "../../keys/index.tsx";
import { IncidentList } from "./incident-list.tsx";
import { OpenIncident } from "./open-incident.tsx";
import styles from "./incidents.module.css";

const VIEWS = ["open", "mine", "unowned", "waits-on-provider", "waits-on-client", "waits-on-team", "closed"] as const;
type ViewName = (typeof VIEWS)[number];
const OTHERS = ["questions", "suspicions"] as const;
const Questions = lazy(async () => ({ default: (await import("./questions.tsx")).Questions }));
const Suspicions = lazy(async () => ({ default: (await import("./suspicions.tsx")).Suspicions }));

export function IncidentsPage() {
  const { t } = useTranslation("incidents");
  const me = useMe();
  const scope = useScope();
  const tenant = useOneTenant();
  const { tab, text } = useView();
  const change = useChangeView();
  const [isOpening, setOpening] = useState(false);
  const other = OTHERS.find((one) => one === tab);
  const tenants = scope === undefined ? me.organisations.map((one) => one.tenant) : [scope];
  const view = VIEWS.find((one) => one === tab) ?? "open";
  const query = { view, order: "worst" as const, ...(text === undefined ? {} : { text }) };
  const list = useIncidents(scope, query);
  useHear("incident suspicion clock", ["incident", scope ?? "all"]);
  const counts = list.data?.pages[0]?.counts;
  const isClient = me.side === "client";
  useCrumbs([{ text: t("title") }]);
  useKeys([{ key: "/", label: t("search"), run: () => document.querySelector<HTMLInputElement>("#incident-search")?.focus() }]);
  const numbers: Partial<Record<ViewName, number>> = counts === undefined ? {} : { open: counts.open, mine: counts.mine, unowned: counts.unowned, "waits-on-provider": counts.waitsOnProvider, "waits-on-client": counts.waitsOnClient, "waits-on-team": counts.waitsOnTeam };
  const tabs = VIEWS.map((name) => ({ name, text: t(`view.${isClient ? "client" : "provider"}.${name}`), count: numbers[name] }));
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        tabs={<TabLinks label={t("views")} chosen={other ?? view} tabs={[...tabs, ...OTHERS.map((name) => ({ name, text: t(`view.${name}`) }))]} />}
        side={may(me, "incident:handle", scope) && tenant !== undefined && <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpening(true)}>{t("open.button")}</Button>}
      />
      {other === "suspicions" ? <Suspicions tenants={tenants} /> : other === "questions" ? <Questions tenants={tenants} /> : (
        <>
          <search className={styles.filters}>
            <TextInput id="incident-search" className={styles.search} aria-label={t("search")} placeholder={t("search")} defaultValue={text ?? ""} onKeyDown={(event) => { if (event.key === "Enter") change({ text: event.currentTarget.value.trim() || undefined }); if (event.key === "Escape") event.currentTarget.blur(); }} />
          </search>
          <IncidentList list={list} view={view} isSearch={text !== undefined} />
        </>
      )}
      {isOpening && <OpenIncident tenant={tenant!} close={() => setOpening(false)} />}
    </div>
  );
}
