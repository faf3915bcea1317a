// Every version of a setting: who wrote it, who agreed, since when it holds.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useSettingVersions, type SettingKind, type SettingVersion } from "../../data/settings.ts";

export function SettingVersions({ tenant, kind, take }: { readonly tenant: string; readonly kind: SettingKind; readonly take: ((document: SettingVersion["document"]) => void) | undefined }) {
  const { t } = useTranslation("organisations");
  const found = useSettingVersions(tenant, kind);
  return (
    <Panel title={t("versions")} isFlush>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && <PlainTable label={t("versions")} rows={found.data.versions} idOf={({ version }) => String(version)} columns={[
        { id: "version", header: t("version"), render: ({ version }) => version },
        { id: "state", header: t("state"), render: ({ state }) => t(`versionState.${state}`) },
        { id: "who", header: t("author"), render: ({ author, side, proposedAt }) => <>{side === "system" ? t("platform") : author}, <Time at={proposedAt} /></> },
        { id: "reason", header: t("reason"), render: ({ reason }) => reason },
        { id: "decision", header: t("decision"), render: ({ decision, side }) => decision !== null && side !== "system" && <>{decision.by}, <Time at={decision.at} />{decision.reason !== null && <>: {decision.reason}</>}</> },
        { id: "from", header: t("holdsFrom"), render: ({ validFrom }) => validFrom !== null && <Time at={validFrom} /> },
        ...(take === undefined ? [] : [{ id: "verb", header: t("verbs"), align: "right" as const, render: ({ document, version }: SettingVersion) => <Button onClick={() => take(document)} aria-label={`${t("takeUp")} ${version}`}>{t("takeUp")}</Button> }]),
      ]} />}
    </Panel>
  );
}
