// The rail: icon over word, so that nobody guesses.
import { Menu, UnstyledButton } from "@mantine/core";
import { IconDots, IconHelpCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../data/me.ts";
import { Mark } from "./mark.tsx";
import { landingOf, placesOf, type Place } from "./nav.ts";
import { PersonMenu } from "./person-menu.tsx";
import { useCounts } from "../data/counts.ts";
import { useAtMost } from "./use-at-most.ts";
import styles from "./rail.module.css";

const TABS = 4;

export function Rail({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const counts = useCounts();
  const isPhone = useAtMost(640);
  const places = placesOf(me);
  const shown = isPhone && places.length > TABS + 1 ? places.slice(0, TABS) : places;
  const rest = places.slice(shown.length);
  return (
    <nav className={styles.rail} aria-label={t("shell.rail")}>
      <Link className={styles.mark} to={landingOf(me)} aria-label={t("shell.mark")}><Mark /></Link>
      {shown.map((place) => <RailLink key={place.name} place={place} count={counts[place.name]} />)}
      {rest.length > 0 && (
        <Menu position="top-end">
          <Menu.Target><UnstyledButton className={styles.item}><IconDots size={20} stroke={1.75} aria-hidden />{t("nav.more")}</UnstyledButton></Menu.Target>
          <Menu.Dropdown>{rest.map((place) => <Menu.Item key={place.name} leftSection={<place.icon size={16} />} renderRoot={(props) => <Link to={place.to} search={({ org }) => ({ org })} {...props} />}>{t(`nav.${place.name}`)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
      <div className={styles.foot}>
        <UnstyledButton className={styles.item} onClick={onHelp}><IconHelpCircle size={20} stroke={1.75} aria-hidden />{t("nav.help")}</UnstyledButton>
        <PersonMenu />
      </div>
    </nav>
  );
}

const RailLink = ({ place: { name, to, icon: Sign, begins }, count }: { readonly place: Place; readonly count: number | undefined }) => {
  const { t } = useTranslation();
  return (
    <Link className={begins === true ? `${styles.item} ${styles.begins}` : styles.item} to={to} search={({ org }) => ({ org })} activeOptions={{ includeSearch: false }}>
      <span className={styles.sign}>
        <Sign size={20} stroke={1.75} aria-hidden />
        {count !== undefined && count > 0 && <span className={styles.count} aria-label={t("nav.waiting", { count })}>{count > 99 ? "99+" : count}</span>}
      </span>
      {t(`nav.${name}`)}
    </Link>
  );
};
