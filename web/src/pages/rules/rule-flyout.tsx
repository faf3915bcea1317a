// One rule here: whether it is on and who decided, what it is for, what it misses, what was changed for this organisation.
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { api, type Schemas } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { useRegisteredRule, useRuleChange, useSwitches, type TenantRule } from "../../data/rules.ts";
import styles from "./rules.module.css";

type Props = { readonly tenant: string; readonly rule: TenantRule; readonly close: () => void };

export function RuleFlyout({ tenant, rule, close }: Props) {
  const { t } = useTranslation("rules");
  const registered = useRegisteredRule(tenant, rule.key);
  return (
    <aside className={styles.flyout} aria-label={rule.title}>
      <header className={styles.flyoutHead}>
        <div>
          <code className={styles.muted}>{rule.key}</code>
          <h2>{rule.title}</h2>
          <div className={styles.row}>{rule.level !== null && <SeverityBadge severity={rule.level} />}<span>{t(`kind.${rule.kind}`)}</span><span className={styles.muted}>{rule.path}</span></div>
        </div>
        <ActionIcon onClick={close} aria-label={t("close")}><IconX size={18} /></ActionIcon>
      </header>
      <Switch tenant={tenant} rule={rule} />
      {registered.isPending && <Loading rows={6} />}
      {registered.data !== undefined && registered.data !== null && <Marking marking={registered.data.marking} />}
      {registered.data?.override !== undefined && registered.data.override !== null && <Override override={registered.data.override} />}
      <section><Link to="/queue" search={({ org }) => ({ org, rule: rule.key, stage: "all" })}>{t("alertsOf")}</Link></section>
    </aside>
  );
}

function Switch({ tenant, rule }: { readonly tenant: string; readonly rule: TenantRule }) {
  const { t } = useTranslation("rules");
  const me = useMe();
  const switches = useSwitches(tenant, rule.key);
  const change = useRuleChange(tenant, (asked: { readonly state: "on" | "off" | "default"; readonly reason: string }) => api.put("/v1/tenants/{tenant}/rules/{rule}/switch", { path: { tenant, rule: rule.key }, body: asked }));
  const isChanging = may(me, "rule:change", tenant);
  return (
    <section>
      <p><strong>{t(rule.on ? "isOn" : "isOff")}</strong> {t(`because.${rule.why}`)}</p>
      {isChanging && (
        <div className={styles.row}>
          {rule.on
            ? <AskReason label={t("switchOff")} verb={t("switchOff")} what={<p>{t("switchOffWhat")}</p>} run={(reason) => change.mutateAsync({ state: "off", reason })} />
            : <AskReason label={t("switchOn")} verb={t("switchOn")} isFilled run={(reason) => change.mutateAsync({ state: "on", reason })} />}
          {rule.switch !== null && rule.switch.state !== "default" && <AskReason label={t("switchDefault")} verb={t("switchDefault")} run={(reason) => change.mutateAsync({ state: "default", reason })} />}
        </div>
      )}
      <ul>{switches.data?.switches.slice(0, 5).map((one) => <li key={one.createdAt}>{t(`state.${one.state}`)} · {one.author} · <Time at={one.createdAt} />: {one.reason}</li>)}</ul>
    </section>
  );
}

function Marking({ marking }: { readonly marking: Schemas["RegisteredRule"]["marking"] }) {
  const { t } = useTranslation("rules");
  const facts = [
    ["threat", marking.threat], ["limits", marking.limits], ["guidance", marking.guidance], ["method", marking.method], ["phase", marking.phase.join(", ")], ["cve", marking.cve.join(", ")],
    ["owner", marking.owner], ["author", marking.author], ["source", marking.source], ["diffusion", marking.diffusion], ["created", marking.created], ["modified", marking.modified],
  ] as const;
  return (
    <section>
      <dl className={styles.facts}>{facts.flatMap(([name, value]) => (value === null || value === "" ? [] : [<dt key={name}>{t(`marking.${name}`)}</dt>, <dd key={`${name}-value`}>{value}</dd>]))}</dl>
      {marking.missing.length > 0 && <p className={styles.muted}>{t("missing", { names: marking.missing.join(", ") })}</p>}
    </section>
  );
}

function Override({ override }: { readonly override: Schemas["RuleOverride"] }) {
  const { t } = useTranslation("rules");
  return (
    <section>
      <h3>{t("override")}</h3>
      <pre className={styles.code}>{JSON.stringify(override.change, null, 2)}</pre>
      <p className={styles.muted}>{override.author} · <Time at={override.createdAt} />: {override.reason}</p>
    </section>
  );
}
