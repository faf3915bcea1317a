// Many at once: how many, whose, one comment with its readers, the verbs with their keys.
import { useState } from "react";
import { ActionIcon, Button, TextInput, UnstyledButton } from "@mantine/core";
import { IconAlertTriangleFilled, IconArrowUpRight, IconFlame, IconGavel, IconHandStop, IconUser, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { Desk, type FormName } from "../../components/triage/desk.tsx";
import type { Triage } from "../../components/triage/use-triage.ts";
import { VisibilityChoice, type Visibility } from "../../components/triage/visibility-choice.tsx";
import type { AlertRow } from "../../data/alerts.ts";
import { nameOf, useMe } from "../../data/me.ts";
import type { Selection } from "./use-selection.ts";
import styles from "./bulk-bar.module.css";

type Props = {
  readonly selection: Selection;
  readonly total: number;
  readonly selectMatching: () => Promise<void>;
  readonly triage: Triage;
  readonly form: FormName | undefined;
  readonly setForm: (form: FormName | undefined) => void;
};

const SHOWN_ORGS = 4;

export function BulkBar({ selection, total, selectMatching, triage, form, setForm }: Props) {
  const { t } = useTranslation("queue");
  const [comment, setComment] = useState("");
  const [visibility, setVisibility] = useState<Visibility>("internal");
  const [isLooking, setLooking] = useState(false);
  const { rows } = selection;
  const high = rows.filter(({ level }) => level === "high" || level === "critical").length;
  const isOneOrg = new Set(rows.map(({ tenant }) => tenant)).size === 1;
  const take = async (): Promise<void> => {
    const done = await triage.act(rows, { do: "take" });
    if (done !== undefined && comment.trim() !== "") await triage.act(rows, { do: "comment", text: comment.trim(), visibility });
  };
  return (
    <section className={styles.bulk} aria-label={t("bulk.title")}>
      <div className={styles.line}>
        <strong role="status">{t("bulk.selected", { count: rows.length })}</strong><Whose rows={rows} />
        {total > rows.length && <UnstyledButton className={styles.link} disabled={isLooking} onClick={() => { setLooking(true); void selectMatching().finally(() => setLooking(false)); }}>{t("bulk.matching", { count: total })}</UnstyledButton>}
        <span className={styles.side}>{high > 0 && <span className={styles.high}><IconAlertTriangleFilled size={14} aria-hidden />{t("bulk.high", { count: high })}</span>}<ActionIcon onClick={selection.clear} aria-label={t("bulk.clear")}><IconX size={16} /></ActionIcon></span>
      </div>
      <Desk form={form} rows={rows} triage={triage} close={() => setForm(undefined)} judged={() => { selection.clear(); setComment(""); }} hasComment={false} extra={{ comment: comment.trim(), visibility }} />
      <div className={styles.comment}><TextInput aria-label={t("bulk.comment")} placeholder={t("bulk.comment")} maxLength={5000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} /><VisibilityChoice value={visibility} change={setVisibility} /></div>
      <div className={styles.line}>
        <Button leftSection={<IconHandStop size={16} stroke={1.75} aria-hidden />} rightSection={<Key>a</Key>} loading={triage.isBusy} onClick={() => void take()}>{t("verb.take", { ns: "alert" })}</Button>
        <Button leftSection={<IconUser size={16} stroke={1.75} aria-hidden />} rightSection={<Key>s</Key>} onClick={() => setForm("assign")}>{t("verb.assign", { ns: "alert" })}</Button>
        <Button variant="filled" leftSection={<IconGavel size={16} stroke={1.75} aria-hidden />} rightSection={<Key>v</Key>} onClick={() => setForm("verdict")}>{t("verb.verdict", { ns: "alert" })}</Button>
        {isOneOrg && <Button leftSection={<IconFlame size={16} stroke={1.75} aria-hidden />} rightSection={<Key>i</Key>} onClick={() => setForm("incident")}>{t("verb.incident", { ns: "alert" })}</Button>}
        {rows.length === 1 && <Button leftSection={<IconArrowUpRight size={16} stroke={1.75} aria-hidden />} rightSection={<Key>e</Key>} onClick={() => setForm("escalate")}>{t("verb.escalate", { ns: "alert" })}</Button>}
        <span className={styles.what}>{t("bulk.what", { count: rows.length })}</span>
      </div>
    </section>
  );
}

function Whose({ rows }: { readonly rows: readonly AlertRow[] }) {
  const me = useMe();
  const counts = [...Map.groupBy(rows, ({ tenant }) => tenant)].map(([tenant, some]) => `${nameOf(me, tenant)} ${some.length}`);
  return <span className={styles.muted}>{counts.slice(0, SHOWN_ORGS).join(", ")}{counts.length > SHOWN_ORGS && ` +${counts.length - SHOWN_ORGS}`}</span>;
}
