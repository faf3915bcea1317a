// Who did what, which neither side can alter: to read, to filter, to take away and verify.
import { useMemo } from "react";
import { ActionIcon, Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { DataTable, type Column } from "../../components/data-table.tsx";
import { PageHead } from "../../components/page.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useJournal, type JournalEntry } from "../../data/journal.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./journal.module.css";

const WAIT_MS = 300;
const COMMAND = "vigie journal verify FILE";

// Where there is little room: the rest is a press away.
const FEW = new Set(["at", "who"]);

function useColumns(): readonly Column<JournalEntry>[] {
  const { t } = useTranslation("journal");
  const isPhone = useAtMost(640);
  return useMemo(() => {
    const all: readonly Column<JournalEntry>[] = [
      { id: "at", header: t("at"), width: isPhone ? 90 : 150, cell: ({ at }) => <Time at={at} seconds /> },
      { id: "who", header: t("who"), width: isPhone ? 120 : 200, cell: ({ who, side }) => <>{who} <span className={styles.side}>{t(`side.${side}`)}</span></> },
      { id: "action", header: t("action"), width: 220, cell: ({ action }) => <code>{action}</code> },
      { id: "subject", header: t("subject"), cell: ({ subject }) => <Value value={subject} longest={120} /> },
      { id: "reason", header: t("reason"), cell: ({ reason }) => reason ?? "" },
      { id: "seq", header: t("seq"), width: 90, align: "right" as const, cell: ({ seq }) => <span className="number">{seq ?? t("notYet")}</span> },
    ];
    return isPhone ? [...all.filter(({ id }) => FEW.has(id)), { id: "did", header: t("action"), cell: ({ action }) => <code>{action}</code> }] : all;
  }, [t, isPhone]);
}

export function JournalPage() {
  const { t } = useTranslation("journal");
  const me = useMe();
  const view = useView();
  const change = useChangeView();
  const columns = useColumns();
  const one = useOneTenant();
  const isPlatform = view["of"] === "platform" && me.platform.includes("journal:read");
  const tenant = isPlatform ? undefined : one;
  const found = useJournal(tenant, { who: view["who"], action: view["action"] });
  const filter = useDebouncedCallback((name: "who" | "action", text: string) => change({ [name]: text === "" ? undefined : text, entry: undefined }, { replace: true }), WAIT_MS);
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  const chosen = entries.find(({ id }) => String(id) === view["entry"]);
  useCrumbs([{ text: t("title") }]);
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        note={tenant === undefined ? t("ofPlatform") : nameOf(me, tenant)}
        tabs={me.platform.includes("journal:read") && <SegmentedControl aria-label={t("whose")} value={isPlatform ? "platform" : "tenant"} onChange={(value) => change({ of: value, entry: undefined })} data={[{ value: "tenant", label: t("ofOrganisation") }, { value: "platform", label: t("ofPlatform") }]} />}
        side={<Button component="a" href={tenant === undefined ? "/v1/journal/export" : `/v1/tenants/${encodeURIComponent(tenant)}/journal/export`} download leftSection={<IconDownload size={16} aria-hidden />}>{t("export")}</Button>}
      />
      <div className={styles.filters}>
        <TextInput aria-label={t("who")} placeholder={t("byWho")} defaultValue={view["who"] ?? ""} onChange={(event) => filter("who", event.currentTarget.value)} />
        <TextInput aria-label={t("action")} placeholder={t("byAction")} defaultValue={view["action"] ?? ""} onChange={(event) => filter("action", event.currentTarget.value)} />
        <span className={styles.note}>{t("verify")} <code>{COMMAND}</code></span>
      </div>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && entries.length === 0 && <Empty title={t("none")}>{t("noneWhy")}</Empty>}
      {entries.length > 0 && (
        <div className={styles.beside} data-open={chosen !== undefined}>
          <DataTable label={t("title")} columns={columns} rows={entries} idOf={({ id }) => String(id)} cursor={view["entry"]} onRow={({ id }) => change({ entry: String(id) })} onEnd={() => { if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage(); }} />
          {chosen !== undefined && <Entry entry={chosen} close={() => change({ entry: undefined })} />}
        </div>
      )}
    </div>
  );
}

function Entry({ entry, close }: { readonly entry: JournalEntry; readonly close: () => void }) {
  const { t } = useTranslation("journal");
  return (
    <aside className={styles.entry} aria-label={entry.action}>
      <header><h2>{entry.action}</h2><ActionIcon onClick={close} aria-label={t("close")}><IconX size={18} /></ActionIcon></header>
      <p>{entry.who} · <Time at={entry.at} seconds /></p>
      <p><Value value={entry.subject} /></p>
      {entry.reason !== null && <p>{entry.reason}</p>}
      <pre>{JSON.stringify(entry.details, null, 2)}</pre>
      {entry.digest !== null && <p className={styles.note}>{t("digest")} <Value value={entry.digest} longest={200} /></p>}
    </aside>
  );
}
