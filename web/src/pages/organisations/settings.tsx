// The settings of an organisation: one kind at a time, with what waits for a word first.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../components/states.tsx";
import { useView } from "../../data/search.ts";
import { useSettings, type Setting } from "../../data/settings.ts";
import { ServiceTerms } from "./service-terms.tsx";
import { SettingDesk } from "./setting-desk.tsx";
import styles from "./organisations.module.css";

export function Settings({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const { kind } = useView();
  const found = useSettings(tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { settings } = found.data;
  const chosen = kind === "terms" ? undefined : (settings.find((one) => one.kind === kind) ?? settings[0]);
  return (
    <div className={styles.columns}>
      <nav className={styles.kinds} aria-label={t("tab.settings")}>
        {settings.map((one) => <Kind key={one.kind} name={one.kind} note={noteOf(one)} isOn={one === chosen} />)}
        <Kind name="terms" note="terms" isOn={chosen === undefined} />
      </nav>
      {chosen === undefined ? <ServiceTerms tenant={tenant} /> : <SettingDesk key={`${chosen.kind}/${chosen.latest}`} tenant={tenant} setting={chosen} />}
    </div>
  );
}

const noteOf = ({ proposal, inForce }: Setting): string => (proposal !== null ? "proposed" : inForce.side === "system" ? "byDefault" : "agreed");

const Kind = ({ name, note, isOn }: { readonly name: string; readonly note: string; readonly isOn: boolean }) => {
  const { t } = useTranslation("organisations");
  return <Link to="." search={(before) => ({ ...before, kind: name })} className={styles.kind} data-on={isOn} {...(isOn ? { "aria-current": "page" as const } : {})}>{t(`kind.${name}`)}<small>{t(`note.${note}`)}</small></Link>;
};
