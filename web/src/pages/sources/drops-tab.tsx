// What is dropped before detection, by whom, until when; a rule of it hides events for good, so it has a reason and an end.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { useDropRuleChange, useDropRules, type DropRule } from "../../data/sources.ts";
import { DropForm } from "./drop-form.tsx";
import styles from "./sources.module.css";

export function DropsTab({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const found = useDropRules(tenant);
  const [isWriting, setWriting] = useState(false);
  const mayChange = may(me, "drop-rule:change", tenant);
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const rules = found.data.rules.toSorted((a, b) => Number(a.retired) - Number(b.retired) || (a.createdAt < b.createdAt ? 1 : -1));
  return (
    <div className={styles.body}>
      <div className={styles.row}><p className={styles.muted}>{t("drop.note")}</p>{mayChange && !isWriting && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setWriting(true)}>{t("drop.new")}</Button>}</div>
      {isWriting && <DropForm tenant={tenant} close={() => setWriting(false)} />}
      {rules.length === 0 && !isWriting && <Empty title={t("drop.none")}>{t("drop.noneWhy")}</Empty>}
      <ul className={styles.items}>{rules.map((rule) => <li key={rule.id}><Rule tenant={tenant} rule={rule} mayChange={mayChange} /></li>)}</ul>
    </div>
  );
}

function Rule({ tenant, rule, mayChange }: { readonly tenant: string; readonly rule: DropRule; readonly mayChange: boolean }) {
  const { t } = useTranslation("sources");
  const { retire } = useDropRuleChange(tenant);
  const [isText, setText] = useState(false);
  return (
    <article className={styles.item} data-off={rule.retired}>
      <div>
        <h2>{rule.title}</h2>
        <p>{rule.source === null ? t("drop.allSources") : t("drop.ofSource", { source: rule.source })} · {rule.retired ? t("drop.retired") : rule.until === null ? t("drop.forever") : <>{t("drop.until")} <Time at={rule.until} /></>}</p>
        <p className={styles.muted}>{rule.author} · <Time at={rule.createdAt} /> · {rule.reason}</p>
        {isText && <pre className={styles.code}>{rule.rule}</pre>}
      </div>
      <div className={styles.side}>
        <Button aria-expanded={isText} onClick={() => setText((was) => !was)}>{t(isText ? "drop.hideText" : "drop.text")}</Button>
        {mayChange && !rule.retired && <AskReason label={t("drop.retire")} verb={t("drop.retireVerb")} run={(reason) => retire.mutateAsync({ id: rule.id, reason })} />}
      </div>
    </article>
  );
}
