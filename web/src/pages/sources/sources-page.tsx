// Sources: who sends, what becomes of it, what nobody could read, and senders that nobody claimed.
import { seesUnclaimed } from "./sees-unclaimed.ts";
import { lazy, Suspense, useState } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty } from "../../components/states.tsx";
import { useUnclaimed, type UnclaimedSender } from "../../data/quarantine.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useOneTenant, useScope } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { useSourceHealth } from "../../data/sources.ts";
import { numberText } from "../../format/time.ts";
import { useKeys } from "../../keys/index.tsx";
import { ClaimingContext } from "./claiming.ts";
import { HealthTab } from "./health-tab.tsx";
import styles from "./sources.module.css";

const TABS = ["health", "quarantine", "unclaimed", "drops", "technologies"] as const;
const QuarantineTab = lazy(async () => ({ default: (await import("./quarantine-tab.tsx")).QuarantineTab }));
const UnclaimedTab = lazy(async () => ({ default: (await import("./unclaimed.tsx")).UnclaimedTab }));
const DropsTab = lazy(async () => ({ default: (await import("./drops-tab.tsx")).DropsTab }));
const TechnologiesTab = lazy(async () => ({ default: (await import("./technologies-tab.tsx")).TechnologiesTab }));

const SourceDialog = lazy(async () => ({ default: (await import("./source-dialog.tsx")).SourceDialog }));

export function SourcesPage() {
  const { t } = useTranslation("sources");
  const me = useMe();
  const { tab } = useView();
  const scope = useScope();
  const one = useOneTenant();
  // Whoever may not ask for all at once looks at one.
  const looked = scope ?? (me.platform.includes("source:read") ? undefined : one);
  const health = useSourceHealth(looked);
  const unclaimed = useUnclaimed(seesUnclaimed(me));
  const [claiming, setClaiming] = useState<UnclaimedSender>();
  useCrumbs([{ text: t("title") }]);
  if (one === undefined) return <><PageHead title={t("title")} /><Empty title={t("noTenant")} /></>;
  const shown = { health: true, quarantine: may(me, "line:read", one), unclaimed: seesUnclaimed(me), drops: may(me, "drop-rule:read", one), technologies: true };
  const counts = { quarantine: health.data?.total.quarantined, unclaimed: unclaimed.data?.senders.length };
  const tabs = TABS.filter((name) => shown[name]);
  const chosen = tabs.find((name) => name === tab) ?? "health";
  const isOfOne = chosen === "quarantine" || chosen === "drops";
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        note={isOfOne && me.organisations.length > 1 && t("of", { name: nameOf(me, one) })}
        tabs={<TabLinks label={t("title")} chosen={chosen} tabs={tabs.map((name) => ({ name, text: t(`tab.${name}`), count: name === "quarantine" || name === "unclaimed" ? countText(counts[name]) : undefined }))} />}
        side={may(me, "source:change") && <AddSource tenant={scope} />}
      />
      <ClaimingContext value={setClaiming}>
        {chosen === "health" && <HealthTab scope={looked} found={health} />}
        {chosen === "unclaimed" && <UnclaimedTab />}
      </ClaimingContext>
      {chosen === "quarantine" && <QuarantineTab key={one} tenant={one} />}
      {claiming !== undefined && <Suspense><SourceDialog key={claiming.id} tenant={scope} sender={claiming} close={() => setClaiming(undefined)} /></Suspense>}
      {chosen === "drops" && <DropsTab key={one} tenant={one} />}
      {chosen === "technologies" && <TechnologiesTab tenant={one} />}
    </div>
  );
}

const countText = (count: number | undefined): string | undefined => (count === undefined ? undefined : numberText(count));

function AddSource({ tenant }: { readonly tenant: string | undefined }) {
  const { t } = useTranslation("sources");
  const [isOpen, setOpen] = useState(false);
  useKeys([{ key: "n", label: t("add.title"), group: t("title"), run: () => setOpen(true) }]);
  return (
    <>
      <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} rightSection={<Key>n</Key>} aria-haspopup="dialog" onClick={() => setOpen(true)}>{t("add.title")}</Button>
      {isOpen && <Suspense><SourceDialog tenant={tenant} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
