// Rules of one organisation: what is in force and why, its own files, exceptions, packs, and what placeholders stand for.
import { lazy } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty } from "../../components/states.tsx";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import styles from "./rules.module.css";

const TABS = ["rules", "own", "exceptions", "packs", "parameters"] as const;
type Tab = (typeof TABS)[number];
const PAGES = {
  rules: lazy(async () => ({ default: (await import("./rule-list.tsx")).RuleList })),
  own: lazy(async () => ({ default: (await import("./own-rules.tsx")).OwnRules })),
  exceptions: lazy(async () => ({ default: (await import("./exceptions.tsx")).Exceptions })),
  packs: lazy(async () => ({ default: (await import("./packs.tsx")).Packs })),
  parameters: lazy(async () => ({ default: (await import("./parameters.tsx")).Parameters })),
} as const satisfies Readonly<Record<Tab, unknown>>;

export function RulesPage() {
  const { t } = useTranslation("rules");
  const me = useMe();
  const tenant = useOneTenant();
  const { tab } = useView();
  const chosen = TABS.find((one) => one === tab) ?? "rules";
  useCrumbs([{ text: t("title") }]);
  if (tenant === undefined) return <Empty title={t("noTenant")} />;
  const Page = PAGES[chosen];
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        note={t("of", { name: nameOf(me, tenant) })}
        tabs={<TabLinks label={t("title")} chosen={chosen} tabs={TABS.map((name) => ({ name, text: t(`tab.${name}`) }))} />}
        side={may(me, "rule:change", tenant) && <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} renderRoot={(props) => <Link to="/rules/$tenant/edit" params={{ tenant }} {...props} />}>{t("new")}</Button>}
      />
      <Page key={tenant} tenant={tenant} />
    </div>
  );
}
