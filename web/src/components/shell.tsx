// The frame of every page: rail, top bar, page. On a phone the rail becomes tabs below.
import { Suspense, useCallback, useEffect, useState } from "react";
import { useMantineColorScheme } from "@mantine/core";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../data/me.ts";
import { useChoose, usePreferences } from "../data/preferences.ts";
import { useLive } from "../data/live.ts";
import { KeyBoard, useKeys } from "../keys/index.tsx";
import { KeyHelp } from "./key-help.tsx";
import { Palette, openPalette } from "./palette.tsx";
import { placesOf } from "./nav.ts";
import { Rail } from "./rail.tsx";
import { Loading } from "./states.tsx";
import { TopBar } from "./top-bar.tsx";
import styles from "./shell.module.css";

export function Shell() {
  const { keys = true } = usePreferences();
  const { mutate } = useChoose();
  const setOn = useCallback((isOn: boolean) => mutate({ preferences: { keys: isOn } }), [mutate]);
  return (
    <KeyBoard isOn={keys} setOn={setOn}>
      <Frame />
    </KeyBoard>
  );
}

function Frame() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [isHelp, setHelp] = useState(false);
  const [isRailOpen, setRailOpen] = useState(true);
  useLive();
  const { colours = "auto" } = me.preferences;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(colours), [colours, setColorScheme]);
  useKeys([
    { key: "?", label: t("keys.help"), group: t("keys.anywhere"), run: () => setHelp(true) },
    { key: "mod+k", label: t("keys.palette"), group: t("keys.anywhere"), run: openPalette },
    { key: "[", label: t("keys.rail"), group: t("keys.anywhere"), run: () => setRailOpen((was) => !was) },
    ...placesOf(me).map(({ name, key, to }) => ({ key: `g ${key}`, label: t(`nav.${name}`), group: t("keys.go"), run: () => void navigate({ to, search: ({ org }) => ({ org }) }) })),
  ]);
  return (
    <div className={styles.shell} data-rail={isRailOpen ? "open" : "closed"}>
      <a className={styles.skip} href="#page">{t("shell.skip")}</a>
      <Rail onHelp={() => setHelp(true)} />
      <TopBar />
      <main id="page" className={styles.page} tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <Palette />
      <KeyHelp isOpen={isHelp} close={() => setHelp(false)} />
    </div>
  );
}

