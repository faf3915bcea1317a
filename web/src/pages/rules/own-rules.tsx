// The organisation's own files of rules, and what became of each.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { api } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { ownRulesQuery, useRuleChange, type OwnRule } from "../../data/rules.ts";
import styles from "./rules.module.css";

export function OwnRules({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("rules");
  const found = useQuery(ownRulesQuery(tenant));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.rules.length === 0) return <Empty title={t("noOwn")}>{t("noOwnWhy")}</Empty>;
  return <div className={styles.scroll}><div className={styles.items}>{found.data.rules.map((rule) => <Item key={rule.path} tenant={tenant} rule={rule} />)}</div></div>;
}

function Item({ tenant, rule }: { readonly tenant: string; readonly rule: OwnRule }) {
  const { t } = useTranslation("rules");
  const isChanging = may(useMe(), "rule:change", tenant);
  const withdraw = useRuleChange(tenant, (reason: string) => api.post("/v1/tenants/{tenant}/own-rules/{path}/withdraw", { path: { tenant, path: rule.path }, body: { reason } }));
  const isWithdrawn = rule.text === null;
  return (
    <article className={styles.item}>
      <h2 className={isWithdrawn ? styles.off : undefined}>{rule.rules.map(({ title }) => title).join(" · ") || rule.path}</h2>
      <p>{rule.path} · {t("version", { version: rule.version })} · {rule.author} · <Time at={rule.createdAt} />: {rule.reason}</p>
      <div className={styles.row}>{rule.rules.map(({ key, level }) => level !== null && <SeverityBadge key={key} severity={level} />)}{isWithdrawn && <span>{t("withdrawn")}</span>}</div>
      <div className={styles.side}>
        <Button renderRoot={(props) => <Link to="/rules/$tenant/edit" params={{ tenant }} search={({ org }) => ({ org, path: rule.path })} {...props} />}>{t(isChanging ? "edit" : "read")}</Button>
        {isChanging && !isWithdrawn && <AskReason label={t("withdraw")} verb={t("withdraw")} what={<p>{t("withdrawWhat")}</p>} run={(reason) => withdraw.mutateAsync(reason)} />}
      </div>
    </article>
  );
}
