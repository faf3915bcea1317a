// Who is signed in: their account, language, colours, and the way out.
import { Menu, UnstyledButton, useComputedColorScheme } from "@mantine/core";
import { IconLanguage, IconLogout, IconMoon, IconSettings, IconSun } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../data/client.ts";
import { useMe } from "../data/me.ts";
import { useChoose } from "../data/preferences.ts";
import { queryClient } from "../data/query-client.ts";
import { languageNow } from "../locales/index.ts";
import styles from "./person-menu.module.css";

export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const scheme = useComputedColorScheme("light");
  const choose = useChoose();
  const other = languageNow() === "fr" ? "en" : "fr";
  const leave = async (): Promise<void> => {
    await api.post("/v1/me/sign-out");
    queryClient.clear();
    await navigate({ to: "/sign-in" });
  };
  return (
    <Menu position="right-end">
      <Menu.Target><UnstyledButton className={styles.person} aria-label={t("person.menu", { name: me.name })}>{me.name.slice(0, 1).toUpperCase()}</UnstyledButton></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item leftSection={<IconSettings size={16} />} renderRoot={(props) => <Link to="/account" {...props} />}>{t("person.account")}</Menu.Item>
        <Menu.Item leftSection={scheme === "dark" ? <IconSun size={16} /> : <IconMoon size={16} />} onClick={() => choose.mutate({ preferences: { colours: scheme === "dark" ? "light" : "dark" } })}>{t(scheme === "dark" ? "person.light" : "person.dark")}</Menu.Item>
        <Menu.Item leftSection={<IconLanguage size={16} />} lang={other} onClick={() => choose.mutate({ language: other })}>{t("person.language")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>{t("person.leave")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
