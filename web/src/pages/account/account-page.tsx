// One's own account: how pages look and work, ways to sign in, and where one is signed in.
import { Select, SegmentedControl, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageBody, PageHead } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { useMe, type Me } from "../../data/me.ts";
import { useChoose } from "../../data/preferences.ts";
import { zone } from "../../format/time.ts";
import { Passkeys } from "./passkeys.tsx";
import { Password } from "./password.tsx";
import { Recovery } from "./recovery.tsx";
import { Sessions } from "./sessions.tsx";
import styles from "./account.module.css";

export function AccountPage() {
  const { t } = useTranslation("account");
  const me = useMe();
  useCrumbs([{ text: t("title") }]);
  return (
    <>
      <PageHead title={t("title")} note={me.person === null ? me.name : `${me.person.name} · ${me.person.email}`} />
      <PageBody>
        <div className={styles.columns}>
          <Looks me={me} />
          <Password />
          <Passkeys />
          <Recovery />
        </div>
        <Sessions />
      </PageBody>
    </>
  );
}

function Looks({ me: { person, preferences } }: { readonly me: Me }) {
  const { t } = useTranslation("account");
  const { mutate } = useChoose();
  const colours = (["auto", "dark", "light"] as const).map((value) => ({ value, label: t(`colours.${value}`) }));
  return (
    <Panel title={t("looks")} note={t("looksNote")}>
      <div className={styles.form}>
        <Select label={t("language")} value={person?.language ?? "en"} onChange={(value) => { if (value === "en" || value === "fr") mutate({ language: value }); }} data={[{ value: "en", label: t("english") }, { value: "fr", label: t("french") }]} allowDeselect={false} />
        <div>
          <h3 id="colours">{t("coloursTitle")}</h3>
          <SegmentedControl aria-labelledby="colours" value={preferences.colours ?? "auto"} onChange={(value) => mutate({ preferences: { colours: value } })} data={colours} />
        </div>
        <Switch label={t("keys")} description={t("keysNote")} checked={preferences.keys ?? true} onChange={(event) => mutate({ preferences: { keys: event.currentTarget.checked } })} />
        <p className={styles.note}>{t("zone", { zone: zone() })}</p>
      </div>
    </Panel>
  );
}
