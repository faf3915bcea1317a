// The desk: the text on the left, what becomes of it on the right.
import { useState } from "react";
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { PageHead } from "../../components/page.tsx";
import { may, useMe } from "../../data/me.ts";
import { saveRule, useCheck } from "../../data/rule-draft.ts";
import { useRuleChange, type OwnRule } from "../../data/rules.ts";
import { useChangeView } from "../../data/search.ts";
import { timeText } from "../../format/time.ts";
import { CheckResult } from "./check-result.tsx";
import { PastRun } from "./past-run.tsx";
import { RuleText } from "./rule-text.tsx";
import { TestBench } from "./test-bench.tsx";
import styles from "./desk.module.css";

type Props = { readonly tenant: string; readonly path: string; readonly text: string; readonly versions: readonly OwnRule[] };

const WAIT_MS = 300;
const EXAMPLE_PATH = "access/odd-logon.yml";
// As src/rulesets has it: a file's name without capitals, and its end.
const pathOf = (name: string): string => (name.endsWith(".yml") || name === "" ? name : `${name}.yml`);

export function RuleDesk({ tenant, path: before, text: first, versions }: Props) {
  const { t } = useTranslation("rules");
  const navigate = useNavigate();
  const change = useChangeView();
  const me = useMe();
  const isChanging = may(me, "rule:change", tenant);
  const [name, setName] = useState(before);
  const [text, setText] = useState(first);
  const [settled] = useDebouncedValue(text, WAIT_MS);
  const path = pathOf(name.trim());
  const check = useCheck(tenant, path === "" ? "draft.yml" : path, settled);
  const save = useRuleChange(tenant, (reason: string) => saveRule(tenant, path, text, reason));
  const canSave = path !== "" && check.data?.refused.length === 0 && settled === text && (text !== first || before === "");
  const put = async (reason: string): Promise<void> => {
    await save.mutateAsync(reason);
    await navigate({ to: "/rules", search: ({ org }) => ({ org, tab: "own" }) });
  };
  return (
    <div className={styles.desk}>
      <PageHead
        title={before === "" ? t("newRule") : before}
        note={t(isChanging ? "deskNote" : "deskRead")}
        side={isChanging && (canSave ? <AskReason label={t("saveRule")} verb={t("saveAtWork")} isFilled what={<p>{t("saveWhat")}</p>} run={put} /> : <Button disabled>{t("saveRule")}</Button>)}
      />
      <div className={styles.columns}>
        <section className={styles.left} aria-label={t("text")}>
          <div className={styles.bar}>
            <TextInput label={t("path")} placeholder={EXAMPLE_PATH} value={name} onChange={(event) => setName(event.currentTarget.value)} readOnly={before !== "" || !isChanging} className={styles.path} />
            {versions.length > 1 && <Select label={t("versions")} value={String(versions.find((one) => one.text === first)?.version ?? "")} onChange={(version) => { if (version !== null) change({ version }); }} data={versions.filter((one) => one.text !== null).map(({ version, author, createdAt }) => ({ value: String(version), label: `${t("version", { version })} · ${author} · ${timeText(new Date(createdAt), new Date())}` }))} className={styles.path} />}
          </div>
          <RuleText label={t("text")} text={first} mistakes={check.data?.refused ?? []} isReadOnly={!isChanging} onChange={setText} />
        </section>
        <section className={styles.right} aria-label={t("becomes")}>
          <CheckResult check={check} />
          {isChanging && <TestBench tenant={tenant} path={path === "" ? "draft.yml" : path} text={settled} />}
          {may(me, "retro:run", tenant) && <PastRun tenant={tenant} path={path === "" ? "draft.yml" : path} text={settled} canRun={check.data?.refused.length === 0} />}
        </section>
      </div>
    </div>
  );
}
