// What the CMDB knows of the machine, who owns it, and how old that is.
import type { ReactNode } from "react";
import { IconServer2, IconStar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AlertPage } from "../../data/alerts.ts";
import { Age } from "../time.tsx";
import { Value } from "../value.tsx";
import styles from "./alert.module.css";

const CRITICAL = 4;

export function AssetCard({ alert }: { readonly alert: AlertPage }) {
  const { t } = useTranslation("alert");
  const { assetDetail: asset, entity } = alert;
  if (asset === null) {
    return (
      <section className={styles.section} aria-label={t("asset.title")}>
        <div className={styles.line}><IconServer2 size={16} stroke={1.75} aria-hidden /><strong><Value value={entity.name} /></strong><span className={styles.muted}>{t(`asset.unknown.${entity.kind === "asset" || entity.kind === "host" ? "host" : "other"}`)}</span></div>
      </section>
    );
  }
  return (
    <section className={styles.section} aria-label={t("asset.title")}>
      <div className={styles.line}>
        <IconServer2 size={16} stroke={1.75} aria-hidden /><strong><Value value={asset.name} /></strong>
        {asset.criticality >= CRITICAL && <span className={styles.critical}><IconStar size={13} aria-hidden />{t("asset.critical")}</span>}
        <span className={`${styles.side} ${styles.muted}`}>{asset.freshness.readAt === null ? t("asset.entered") : t("asset.read")} <Age at={asset.freshness.readAt ?? asset.changedAt} />{asset.freshness.isStale && ` · ${t("asset.stale")}`}</span>
      </div>
      <dl className={styles.facts}>
        <Fact name={t("asset.is")}>{[t(`asset.kind.${asset.kind}`, asset.kind), asset.os, asset.environment, asset.location, asset.exposure].filter((word) => word !== null).join(", ")}</Fact>
        <Fact name={t("asset.owner")}>{asset.team === null ? t("asset.noTeam") : <Team team={asset.team} />}</Fact>
        {asset.addresses.length > 0 && <Fact name={t("asset.network")}><Value value={asset.addresses.join(", ")} /></Fact>}
        {asset.services.length > 0 && <Fact name={t("asset.services")}>{asset.services.join(", ")}</Fact>}
        <Fact name={t("asset.today")}>{t("asset.others", { count: asset.otherOpenAlerts })}</Fact>
      </dl>
    </section>
  );
}

const Team = ({ team }: { readonly team: NonNullable<NonNullable<AlertPage["assetDetail"]>["team"]> }) => (
  <><strong>{team.name}</strong>{[team.contact, team.phone, team.email].filter((word) => word !== null).map((word) => ` · ${word}`)}{team.queue !== null && <> · <code>{team.queue}</code></>}</>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <><dt>{name}</dt><dd>{children}</dd></>;
