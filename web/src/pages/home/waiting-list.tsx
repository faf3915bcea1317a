// Left: what waits for the client first, then on the SOC, then on the client's teams.
import { IconCircleCheck, IconGavel, IconHandStop, IconMessageQuestion, IconPhone, IconSignature, IconTool, IconUserCheck, type Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Due } from "../../components/due.tsx";
import type { Waiting, WaitingItem } from "../../data/waiting.ts";
import styles from "./home.module.css";

const SIGNS: Readonly<Record<WaitingItem["verb"], Icon>> = { qualify: IconGavel, respond: IconTool, answer: IconMessageQuestion, approve: IconUserCheck, agree: IconSignature, close: IconCircleCheck, "take-up": IconHandStop, call: IconPhone, do: IconTool };

/** What names one item in the address. */
export const keyOf = ({ verb, subject }: WaitingItem): string => `${verb}.${subject.kind}.${subject.id}`;

export function WaitingList({ tenant, waiting: { client, provider, teams }, chosen }: { readonly tenant: string; readonly waiting: Waiting; readonly chosen: WaitingItem | undefined }) {
  const { t } = useTranslation("home");
  return (
    <nav className={styles.list} aria-label={t("list")}>
      {client.items.length > 0 && <ul className={styles.mine}>{client.items.map((item) => <Mine key={keyOf(item)} item={item} isChosen={item === chosen} />)}</ul>}
      <Group title={t("onSoc", { count: provider.count })} tenant={tenant} items={provider.items} />
      <Group title={t("onTeams", { count: teams.count })} tenant={tenant} items={teams.items} />
    </nav>
  );
}

function Mine({ item, isChosen }: { readonly item: WaitingItem; readonly isChosen: boolean }) {
  const { t } = useTranslation("home");
  const Sign = SIGNS[item.verb];
  return (
    <li>
      <Link to="." search={(before) => ({ ...before, item: keyOf(item) })} className={styles.item} data-chosen={isChosen} {...(isChosen ? { "aria-current": "true" as const } : {})}>
        <span className={styles.itemTop}><span className={styles.verb}><Sign size={16} stroke={1.75} aria-hidden />{t(`verb.${item.verb}`)}</span><Due dueAt={item.dueAt} startedAt={item.since} /></span>
        <strong>{item.title}</strong>
        <span className={styles.muted}>{item.about}</span>
      </Link>
    </li>
  );
}

function Group({ title, tenant, items }: { readonly title: string; readonly tenant: string; readonly items: readonly WaitingItem[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h2 className={styles.group}>{title}</h2>
      <ul className={styles.others}>{items.map((item) => <Other key={keyOf(item)} tenant={tenant} item={item} />)}</ul>
    </section>
  );
}

function Other({ tenant, item }: { readonly tenant: string; readonly item: WaitingItem }) {
  const inside = <><span className={styles.otherTitle}>{item.team === null ? "" : `${item.team}: `}{item.title}</span><Due dueAt={item.dueAt} startedAt={item.since} /><span className={styles.muted}>{item.about}</span></>;
  const { kind, ref } = item.subject;
  if (kind === "request") return <li><Link className={styles.other} to="/requests/$tenant/$request" params={{ tenant, request: ref }}>{inside}</Link></li>;
  if (kind === "incident" || kind === "suspicion") return <li><Link className={styles.other} to="/incidents/$tenant/$incident" params={{ tenant, incident: ref }}>{inside}</Link></li>;
  if (kind === "escalation") return <li><Link className={styles.other} to="." search={(before) => ({ ...before, item: keyOf(item) })}>{inside}</Link></li>;
  return <li className={styles.other}>{inside}</li>;
}
