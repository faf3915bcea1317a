// What the list is narrowed to: chips that say so and go with a cross, and those that could be set, dashed.
import { lazy, Suspense, useState, type ReactNode } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconFilterPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { useKeys } from "../../keys/index.tsx";
import { useChangeView, useView } from "../../data/search.ts";
import { FilterChip } from "./filter-chip.tsx";
import { LEVELS, STATUSES, VERDICTS, windowOf } from "./filter.ts";
import styles from "./queue.module.css";

const TextSearch = lazy(async () => ({ default: (await import("./filter-words.tsx")).TextSearch }));
const Written = lazy(async () => ({ default: (await import("./filter-words.tsx")).Written }));
const WRITTEN = ["technique", "entity", "rule", "asset", "incident"] as const;

type Props = { readonly older: number | undefined; readonly isShort?: boolean; readonly children?: ReactNode };

export function FiltersBar({ older, isShort = false, children }: Props) {
  const { t } = useTranslation("queue");
  const view = useView();
  const change = useChangeView();
  const [isAll, setAll] = useState(false);
  const [searching, setSearching] = useState(0);
  const window = windowOf(view);
  useKeys([
    { key: "/", label: t("key.search"), group: t("title"), run: () => { setAll(true); setSearching((was) => was + 1); } },
    { key: "f", label: t("key.filter"), group: t("title"), run: () => setAll((was) => !was) },
  ]);
  const set = WRITTEN.filter((name) => view[name] !== undefined && view[name] !== "");
  return (
    <div className={styles.filters} role="group" aria-label={t("filters")}>
      <UnstyledButton className={styles.filterAll} aria-expanded={isAll} aria-label={t("key.filter")} onClick={() => setAll((was) => !was)}><IconFilterPlus size={18} stroke={1.75} aria-hidden /><Key>f</Key></UnstyledButton>
      <FilterChip name="seen" label={t("filter.seen")} value={window === "all" ? undefined : window} options={(["24h", "7d", "30d"] as const).map((one) => ({ value: one, label: t(`window.${one}`) }))} change={(value) => change({ seen: value ?? "all", at: undefined })} />
      <FilterChip name="status" label={t("filter.status")} isMany value={view["status"]} options={STATUSES.map((one) => ({ value: one, label: t(`status.${one}`, { ns: "shell" }) }))} change={(status) => change({ status, at: undefined })} />
      <FilterChip name="level" label={t("filter.level")} isMany value={view["level"]} options={LEVELS.map((one) => ({ value: one, label: t(`severity.${one}`, { ns: "shell" }) }))} change={(level) => change({ level, at: undefined })} />
      {(isAll || !isShort || view["verdict"] !== undefined) && <FilterChip name="verdict" label={t("filter.verdict")} isMany value={view["verdict"]} options={VERDICTS.map((one) => ({ value: one, label: t(`verdict.${one}`, { ns: "shell" }) }))} change={(verdict) => change({ verdict, at: undefined })} />}
      {set.map((name) => <span key={name} className={styles.chip} data-on="true">{t(`filter.${name}`)} <strong className={styles.chipValue}>{view[name]}</strong><UnstyledButton className={styles.chipX} aria-label={t("clear", { name: t(`filter.${name}`) })} onClick={() => change({ [name]: undefined, at: undefined })}><IconX size={14} aria-hidden /></UnstyledButton></span>)}
      {(isAll || view["text"] !== undefined) && <Suspense><TextSearch key={searching} isFocused={searching > 0} />{isAll && <Written />}</Suspense>}
      {older !== undefined && older > 0 && <UnstyledButton className={styles.older} onClick={() => change({ seen: "all", at: undefined })}>{t("older", { count: older })}</UnstyledButton>}
      <span className={styles.filtersSide}>{children}</span>
    </div>
  );
}
