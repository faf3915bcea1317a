// Fields of what was found, how many events have each, and the most frequent values of those that tell most.
import { useState } from "react";
import { TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { useFields, useTop, type FieldCount } from "../../data/events.ts";
import { numberText, shareText } from "../../format/time.ts";
import type { Severity } from "../../theme.ts";
import { useHunt } from "./hunt-context.ts";
import { Pressable } from "./pressable.tsx";
import styles from "./facets.module.css";

// Those that people look at first, where the events have them.
const FIRST = ["host.name", "user.name", "process.name", "process.parent.name", "event.code", "event.action", "source.ip", "destination.ip", "dns.question.name", "url.domain", "file.path", "vigie.source"];
const OPEN_AT_FIRST = 5;
const VALUES = 5;

/** Severity by value of a field, of events that are in detections and shown. */
export type Detected = (field: string, value: string) => Severity | undefined;

/** What is found comes first; its fields are asked for once it is there. */
export function Facets({ detected, isReady }: { readonly detected: Detected; readonly isReady: boolean }) {
  const { t } = useTranslation("hunt");
  const { tenant, asked } = useHunt();
  const found = useFields(tenant, asked, isReady);
  const [search, setSearch] = useState("");
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const fields = found.data?.fields ?? [];
  const first = FIRST.flatMap((name) => fields.filter((field) => field.name === name));
  const open = new Set(first.slice(0, OPEN_AT_FIRST).map(({ name }) => name));
  const wanted = search.trim().toLowerCase();
  const shown = wanted === "" ? [...first, ...fields.filter(({ name }) => !FIRST.includes(name))] : fields.filter(({ name }) => name.toLowerCase().includes(wanted));
  const turn = (name: string): void => setTurned((before) => before.has(name) ? new Set([...before].filter((one) => one !== name)) : new Set([...before, name]));
  return (
    <div className={styles.facets}>
      <div className={styles.search}><TextInput aria-label={t("facet.search")} placeholder={t("facet.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} leftSection={<IconSearch size={14} aria-hidden />} /></div>
      <datalist id="hunt-fields">{fields.map(({ name }) => <option key={name} value={name} />)}</datalist>
      {found.isPending && <Loading rows={12} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && shown.length === 0 && <p className={styles.none}>{t(wanted === "" ? "facet.none" : "facet.noName")}</p>}
      {shown.map((field) => <Facet key={field.name} field={field} total={found.data?.total ?? 0} sampled={found.data?.sampled ?? 0} isReady={isReady} isOpen={open.has(field.name) !== turned.has(field.name)} turn={() => turn(field.name)} detected={detected} />)}
    </div>
  );
}

type FacetProps = { readonly field: FieldCount; readonly total: number; readonly sampled: number; readonly isReady: boolean; readonly isOpen: boolean; readonly turn: () => void; readonly detected: Detected };

function Facet({ field: { name, count, column }, total, sampled, isReady, isOpen, turn, detected }: FacetProps) {
  const { t } = useTranslation("hunt");
  const of = column ? total : sampled;
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section className={styles.facet}>
      <h2><UnstyledButton className={styles.name} aria-expanded={isOpen} onClick={turn}><Arrow size={13} aria-hidden /><span className={styles.field}>{name}</span><span className={styles.fill} title={column ? undefined : t("facet.sampled", { count: sampled })}>{of === 0 ? "" : t("facet.fill", { share: shareText(count / of, 0) })}</span></UnstyledButton></h2>
      {isOpen && <Values name={name} count={count} isReady={isReady} detected={detected} />}
    </section>
  );
}

function Values({ name, count, isReady, detected }: { readonly name: string; readonly count: number; readonly isReady: boolean; readonly detected: Detected }) {
  const { t } = useTranslation("hunt");
  const { tenant, asked } = useHunt();
  const [limit, setLimit] = useState(VALUES);
  const top = useTop(tenant, asked, name, limit, isReady);
  if (top.isPending) return <Loading rows={3} />;
  if (top.isError) return <p className={styles.none} role="alert">{top.error.message}</p>;
  const { values } = top.data;
  const most = values[0]?.count ?? 1;
  return (
    <>
      <ul className={styles.values}>
        {values.map(({ value, count: times }) => {
          const severity = detected(name, value);
          return (
            <li key={value}>
              <span className={styles.bar} style={{ width: `${Math.max(2, (times / most) * 100)}%` }} aria-hidden />
              <Pressable field={name} value={value} count={times} longest={60} />
              <span className={styles.times}>{severity !== undefined && <SeverityShape severity={severity} size={12} />}{numberText(times)}</span>
            </li>
          );
        })}
      </ul>
      {values.length === limit && count > values.reduce((sum, { count: times }) => sum + times, 0) && <UnstyledButton className={styles.more} onClick={() => setLimit(limit * 4)}>{t("facet.more")}</UnstyledButton>}
    </>
  );
}
