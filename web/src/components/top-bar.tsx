// The top bar: which organisation, where one is, search, what is new, the time.
import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import { IconSearch, IconSelector, IconWorld } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, seatOf, useMe } from "../data/me.ts";
import { useChooseScope, useScope } from "../data/scope.ts";
import { timeText, zone } from "../format/time.ts";
import { lettersOf } from "../format/letters.ts";
import { Key } from "./badges.tsx";
import { Bell } from "./bell.tsx";
import { Crumbs } from "./crumbs.tsx";
import { DeclareSuspicion } from "./declare-suspicion.tsx";
import { openPalette } from "./palette.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { useNow } from "./use-now.ts";
import { useAtMost } from "./use-at-most.ts";
import styles from "./top-bar.module.css";

export function TopBar() {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow(10_000);
  const isPhone = useAtMost(640);
  return (
    <header className={styles.bar}>
      <OrganisationPicker />
      <Crumbs />
      <div className={styles.right}>
        {seatOf(me) === "security" && <DeclareSuspicion />}
        {!isPhone && (
          <UnstyledButton className={styles.search} onClick={openPalette}>
            <IconSearch size={16} stroke={1.75} aria-hidden /><span>{t("shell.search")}</span><Key>⌘K</Key>
          </UnstyledButton>
        )}
        {isPhone && <ActionIcon size={44} onClick={openPalette} aria-label={t("shell.search")}><IconSearch size={20} /></ActionIcon>}
        <Bell isPhone={isPhone} />
        {isPhone ? <PersonMenu /> : <span className={styles.clock}><strong className="number">{timeText(now, now)}</strong> {zone().split("/").at(-1)?.replaceAll("_", " ")}</span>}
      </div>
    </header>
  );
}

function OrganisationPicker() {
  const { t } = useTranslation();
  const { organisations, ...me } = useMe();
  const scope = useScope();
  const choose = useChooseScope();
  if (organisations.length === 1) {
    const { name } = organisations[0]!;
    return <span className={styles.only}><span className={styles.letters} aria-hidden>{lettersOf(name)}</span>{name}</span>;
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={styles.picker} data-inside={scope !== undefined}>
          {scope === undefined ? <IconWorld size={16} stroke={1.75} aria-hidden /> : <span className={styles.letters} aria-hidden>{lettersOf(nameOf({ organisations, ...me }, scope))}</span>}
          <span className={styles.name}>{scope === undefined ? t("shell.all") : nameOf({ organisations, ...me }, scope)}</span>
          {scope === undefined && <span className={styles.many}>{organisations.length}</span>}
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={styles.list}>
        <Menu.Item leftSection={<IconWorld size={16} />} onClick={() => choose(undefined)}>{t("shell.all")}</Menu.Item>
        {organisations.map(({ tenant, name }) => <Menu.Item key={tenant} leftSection={<span className={styles.letters} aria-hidden>{lettersOf(name)}</span>} onClick={() => choose(tenant)}>{name}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
