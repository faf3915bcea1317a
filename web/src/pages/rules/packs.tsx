// Which packs of rules are at work here, and from which maturity and level on.
import { useState } from "react";
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { api, type Schemas } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { usePacks, useRuleChange } from "../../data/rules.ts";
import styles from "./rules.module.css";

const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
const STATUSES = ["experimental", "test", "stable"] as const;
type Pack = Schemas["TenantRulePack"];
type Asked = { readonly enabled: boolean; readonly minimumStatus: (typeof STATUSES)[number] | null; readonly minimumLevel: (typeof LEVELS)[number] | null; readonly reason: string };

export function Packs({ tenant }: { readonly tenant: string }) {
  const found = usePacks(tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <div className={styles.scroll}><div className={styles.items}>{found.data.packs.map((pack) => <Item key={pack.pack} tenant={tenant} pack={pack} />)}</div></div>;
}

function Item({ tenant, pack: { pack, version, enabled, setting } }: { readonly tenant: string; readonly pack: Pack }) {
  const { t } = useTranslation("rules");
  const change = useRuleChange(tenant, (asked: Asked) => api.put("/v1/tenants/{tenant}/rule-packs/{pack}", { path: { tenant, pack }, body: asked }));
  return (
    <article className={styles.item}>
      <h2>{pack}</h2>
      <p>{t("version", { version })} · {t(enabled ? "packOn" : "packOff")}{setting !== null && setting.minimumLevel !== null && <> · {t("fromLevel", { level: t(`severity.${setting.minimumLevel}`, { ns: "shell" }) })}</>}{setting !== null && setting.minimumStatus !== null && <> · {t("fromStatus", { status: t(`maturity.${setting.minimumStatus}`) })}</>}</p>
      {setting === null ? <p>{t("nobodyDecided")}</p> : <p>{setting.author} · <Time at={setting.createdAt} />: {setting.reason}</p>}
      {may(useMe(), "rule:change", tenant) && <div className={styles.side}><Change setting={setting} isOn={enabled} run={change.mutateAsync} /></div>}
    </article>
  );
}

function Change({ setting, isOn, run }: { readonly setting: Pack["setting"]; readonly isOn: boolean; readonly run: (asked: Asked) => Promise<unknown> }) {
  const { t } = useTranslation("rules");
  const [level, setLevel] = useState<string | null>(setting?.minimumLevel ?? null);
  const [status, setStatus] = useState<string | null>(setting?.minimumStatus ?? null);
  const asked = { minimumLevel: LEVELS.find((one) => one === level) ?? null, minimumStatus: STATUSES.find((one) => one === status) ?? null };
  const minimum = (
    <>
      <Select label={t("minimumLevel")} value={level} onChange={setLevel} clearable data={LEVELS.map((value) => ({ value, label: t(`severity.${value}`, { ns: "shell" }) }))} comboboxProps={{ withinPortal: false }} />
      <Select label={t("minimumStatus")} value={status} onChange={setStatus} clearable data={STATUSES.map((value) => ({ value, label: t(`maturity.${value}`) }))} comboboxProps={{ withinPortal: false }} />
    </>
  );
  return (
    <>
      <AskReason label={t(isOn ? "changePack" : "enablePack")} verb={t(isOn ? "changePack" : "enablePack")} what={minimum} run={(reason) => run({ enabled: true, ...asked, reason })} />
      {isOn && <AskReason label={t("disablePack")} verb={t("disablePack")} run={(reason) => run({ enabled: false, ...asked, reason })} />}
    </>
  );
}
