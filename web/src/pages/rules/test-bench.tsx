// The rule put to events: the newest that a query finds, or lines as they would come in. Each says why.
import { useState } from "react";
import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { IconCheck, IconFlask, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Failed } from "../../components/states.tsx";
import { Value } from "../../components/value.tsx";
import { idsOf, testRule, type TestedRule } from "../../data/rule-draft.ts";
import styles from "./desk.module.css";

type Props = { readonly tenant: string; readonly path: string; readonly text: string };
type Tested = TestedRule["results"][number];
const EVENTS = 50;
const EXAMPLE_QUERY = "process.name: cmd.exe";
// Of those that do not match, so many are enough to see why.
const OTHERS = 5;
// Enough of an id to tell events apart.
const ID_CHARS = 8;

export function TestBench({ tenant, path, text }: Props) {
  const { t } = useTranslation("rules");
  const [how, setHow] = useState("query");
  const [query, setQuery] = useState("");
  const [days, setDays] = useState(1);
  const [lines, setLines] = useState("");
  const test = useMutation({
    mutationFn: async () => (how === "query" ? testRule(tenant, { text, path, events: await idsOf(tenant, query, days, EVENTS) }) : testRule(tenant, { text, path, lines: lines.split("\n").filter((line) => line.trim() !== "").slice(0, EVENTS) })),
  });
  return (
    <Panel title={t("test")} note={t("testNote")}>
      <form className={styles.form} onSubmit={(event) => { event.preventDefault(); test.mutate(); }}>
        <SegmentedControl aria-label={t("test")} value={how} onChange={setHow} data={[{ value: "query", label: t("byQuery") }, { value: "lines", label: t("byLines") }]} />
        {how === "query" ? (
          <div className={styles.bar}>
            <TextInput label={t("query")} value={query} onChange={(event) => setQuery(event.currentTarget.value)} placeholder={EXAMPLE_QUERY} className={styles.path} />
            <NumberInput label={t("days")} value={days} onChange={(value) => setDays(Number(value) || 1)} min={1} max={365} w={96} />
          </div>
        ) : <Textarea label={t("lines")} value={lines} onChange={(event) => setLines(event.currentTarget.value)} autosize minRows={3} maxRows={10} classNames={{ input: styles.mono }} />}
        <Button type="submit" leftSection={<IconFlask size={16} aria-hidden />} loading={test.isPending}>{t("runTest")}</Button>
      </form>
      {test.isError && <Failed error={test.error} />}
      {test.data !== undefined && <Results tested={test.data} />}
    </Panel>
  );
}

function Results({ tested }: { readonly tested: TestedRule }) {
  const { t } = useTranslation("rules");
  const isMatch = ({ rules }: Tested): boolean => rules.some(({ matches }) => matches);
  const matched = tested.results.filter(isMatch);
  const others = tested.results.filter((one) => !isMatch(one));
  return (
    <div className={styles.results}>
      <p aria-live="polite"><strong>{t("matched", { count: tested.results.length, matched: matched.length })}</strong></p>
      {[...matched, ...others.slice(0, OTHERS)].map((result) => <Result key={result.event ?? `line ${result.line}`} result={result} />)}
      {others.length > OTHERS && <p className={styles.muted}>{t("others", { count: others.length - OTHERS })}</p>}
    </div>
  );
}

function Result({ result: { event, line, what, isRead, rules } }: { readonly result: Tested }) {
  const { t } = useTranslation("rules");
  const isMatch = rules.some(({ matches }) => matches);
  return (
    <details className={styles.result}>
      <summary>{isMatch ? <IconCheck size={16} className={styles.yes} aria-hidden /> : <IconX size={16} className={styles.no} aria-hidden />}{t(isMatch ? "itMatches" : "itDoesNot")} <span className={styles.muted}>{isRead ? what : t("notRead")} · {event?.slice(0, ID_CHARS) ?? t("line", { line: (line ?? 0) + 1 })}</span></summary>
      {rules.map(({ key, title, applies, selections }) => (
        <div key={key}>
          <h3>{title}</h3>
          {!applies && <p>{t("doesNotApply")}</p>}
          {selections.map(({ name, holds, items }) => (
            <div key={name} className={styles.selection}>
              <p>{holds ? <IconCheck size={14} className={styles.yes} aria-label={t("holds")} /> : <IconX size={14} className={styles.no} aria-label={t("fails")} />} <code>{name}</code></p>
              <ul>{items.map((item) => <li key={`${item.field} ${item.asks}`} data-holds={item.holds}><code>{item.field}</code> {item.asks}: {item.value === null ? <em>{t("noField")}</em> : <Value value={item.value} isMatch={item.holds} />}</li>)}</ul>
            </div>
          ))}
        </div>
      ))}
    </details>
  );
}
