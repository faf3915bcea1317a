// Every rule that the organisation has, on or off, with why. A flyout shows one.
import { useMemo } from "react";
import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../components/data-table.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useRules, type TenantRule } from "../../data/rules.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import { useKeys } from "../../keys/index.tsx";
import { RuleFlyout } from "./rule-flyout.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./rules.module.css";

const WAIT_MS = 200;

// Where there is little room: what it is called, and how bad it is.
const FEW = new Set(["title", "level"]);

function useColumns(): readonly Column<TenantRule>[] {
  const { t } = useTranslation("rules");
  const isPhone = useAtMost(640);
  return useMemo(() => {
    const all: readonly Column<TenantRule>[] = [
      { id: "title", header: t("column.title"), cell: ({ title, on }) => <span className={on ? styles.two : `${styles.two} ${styles.off}`}>{title}</span> },
      { id: "level", header: t("column.level"), width: 110, cell: ({ level }) => level !== null && <SeverityBadge severity={level} /> },
      { id: "on", header: t("column.state"), width: 170, cell: ({ on, why }) => <span className={on ? undefined : styles.off}>{t(on ? "on" : "off")} · {t(`why.${why}`)}</span> },
      { id: "status", header: t("column.status"), width: 110, cell: ({ status }) => status ?? t("unknown") },
      { id: "pack", header: t("column.pack"), width: 110, cell: ({ pack }) => (pack === "own" ? t("ownPack") : pack) },
    ];
    return isPhone ? all.filter(({ id }) => FEW.has(id)) : all;
  }, [t, isPhone]);
}

export function RuleList({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("rules");
  const view = useView();
  const change = useChangeView();
  const columns = useColumns();
  const on = view["on"] === "true" || view["on"] === "false" ? view["on"] : undefined;
  const found = useRules(tenant, { search: view["q"], on });
  const search = useDebouncedCallback((text: string) => change({ q: text === "" ? undefined : text, rule: undefined }, { replace: true }), WAIT_MS);
  const rules = found.data?.pages.flatMap((page) => page.rules) ?? [];
  const [first] = found.data?.pages ?? [];
  const at = rules.findIndex(({ key }) => key === view["rule"]);
  const move = (by: number): void => {
    const next = rules[at < 0 ? 0 : Math.min(rules.length - 1, Math.max(0, at + by))];
    if (next !== undefined) change({ rule: next.key }, { replace: true });
  };
  useKeys([
    { key: "j", label: t("keys.next"), run: () => move(1) },
    { key: "k", label: t("keys.before"), run: () => move(-1) },
    { key: "escape", label: t("keys.close"), run: () => change({ rule: undefined }, { replace: true }) },
    { key: "/", label: t("keys.search"), run: () => document.querySelector<HTMLInputElement>("#rule-search")?.focus() },
  ]);
  const chosen = rules[at];
  return (
    <div className={styles.list}>
      <div className={styles.filters}>
        <TextInput id="rule-search" className={styles.search} aria-label={t("search")} placeholder={t("search")} defaultValue={view["q"] ?? ""} onChange={(event) => search(event.currentTarget.value)} leftSection={<IconSearch size={16} aria-hidden />} />
        <SegmentedControl aria-label={t("column.state")} value={on ?? "all"} onChange={(value) => change({ on: value === "all" ? undefined : value, rule: undefined }, { replace: true })} data={[{ value: "all", label: t("all") }, { value: "true", label: t("on") }, { value: "false", label: t("off") }]} />
        {first !== undefined && <span className={styles.sum} aria-live="polite">{t("sum", { count: first.total, total: numberText(first.total), on: numberText(first.on) })}</span>}
      </div>
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading />}
      {found.isSuccess && rules.length === 0 && <Empty title={t("nothing")}>{t("nothingWhy")}</Empty>}
      {rules.length > 0 && (
        <div className={styles.beside} data-open={chosen !== undefined}>
          <DataTable label={t("title")} columns={columns} rows={rules} total={first?.total ?? rules.length} idOf={({ key, pack }) => `${pack}/${key}`} cursor={chosen === undefined ? undefined : `${chosen.pack}/${chosen.key}`} onRow={({ key }) => change({ rule: key })} onEnd={() => { if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage(); }} />
          {chosen !== undefined && <RuleFlyout key={chosen.key} tenant={tenant} rule={chosen} close={() => change({ rule: undefined })} />}
        </div>
      )}
    </div>
  );
}
