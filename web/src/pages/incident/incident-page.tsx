// One incident: whose turn it is and under which clock, what happened and was said, the playbook, and what teams do.
import { useState } from "react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { TabLinks } from "../../components/page.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { useIncident } from "../../data/incidents.ts";
import { useHear } from "../../data/use-hear.ts";
import { useView } from "../../data/search.ts";
import { Aside } from "./aside.tsx";
import { ClocksRow } from "./clocks-row.tsx";
import { Head } from "./head.tsx";
import { Playbook } from "./playbook.tsx";
import { Timeline, type Writing } from "./timeline.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./incident.module.css";

const PARTS = ["timeline", "playbook", "requests"] as const;

export function IncidentPage() {
  const { t } = useTranslation("incident");
  const { tenant = "", incident: ref = "" } = useParams({ strict: false });
  const { part } = useView();
  const isPhone = useAtMost(760);
  const { data: incident, error, isPending, refetch } = useIncident({ tenant, incident: ref });
  useHear("clock request alert", ["incident", tenant], tenant);
  const [writing, setWriting] = useState<Writing>();
  useCrumbs([{ text: t("nav.incidents", { ns: "shell" }), to: "/incidents" }, { text: ref }]);
  if (isPending) return <Loading />;
  if (incident === undefined) return <Failed error={error} retry={() => void refetch()} />;
  const chosen = PARTS.find((one) => one === part) ?? "timeline";
  const shows = (one: (typeof PARTS)[number]): boolean => !isPhone || one === chosen;
  return (
    <div className={styles.page}>
      <Head incident={incident} write={setWriting} />
      <ClocksRow incident={incident} />
      {isPhone && <div className={styles.tabs}><TabLinks label={t("parts")} chosen={chosen} param="part" tabs={PARTS.map((name) => ({ name, text: t(`part.${name}`) }))} /></div>}
      <div className={styles.columns}>
        {shows("timeline") && <Timeline incident={incident} writing={writing} />}
        {shows("playbook") && <Playbook incident={incident} />}
        {shows("requests") && <Aside incident={incident} />}
      </div>
    </div>
  );
}
