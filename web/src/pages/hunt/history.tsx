import { Button, Menu } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useChangeView, type View } from "../../data/search.ts";
import { filtersOf, queryOf } from "./asked.ts";
import { remembered } from "./remember.ts";
import styles from "./hunt.module.css";

const LONGEST = 120;
const EMPTY: View = { q: undefined, f: undefined, last: undefined, since: undefined, until: undefined };

/** The searches of this window, to go back to. */
export function History({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("hunt");
  const change = useChangeView();
  return (
    <Menu position="bottom-end" width={420} withinPortal keepMounted={false}>
      <Menu.Target><Button variant="subtle" color="gray" leftSection={<IconHistory size={16} aria-hidden />}>{t("history.title")}</Button></Menu.Target>
      <Menu.Dropdown className={styles.history}><Past tenant={tenant} go={(view) => change({ ...EMPTY, ...view })} /></Menu.Dropdown>
    </Menu>
  );
}

function Past({ tenant, go }: { readonly tenant: string; readonly go: (view: View) => void }) {
  const { t } = useTranslation("hunt");
  const past = remembered(tenant);
  if (past.length === 0) return <Menu.Label>{t("history.none")}</Menu.Label>;
  return past.map(({ at, view }) => {
    const query = queryOf(view["q"] ?? "", filtersOf(view));
    return <Menu.Item key={`${at} ${query}`} onClick={() => go(Object.fromEntries(Object.entries(view).filter(([, value]) => value !== "")))} rightSection={<Time at={at} />}>{query === "" ? t("everything") : <Value value={query.length > LONGEST ? `${query.slice(0, LONGEST)}…` : query} longest={LONGEST + 1} />}</Menu.Item>;
  });
}
