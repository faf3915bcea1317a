// What holds for an incident of a category and severity, as the settings say together.
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ModeBadge } from "../../components/badges.tsx";
import { Facts } from "../../components/fields.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useChangeView, useView } from "../../data/search.ts";
import { CATEGORIES, useServiceTerms } from "../../data/settings.ts";
import { durationText } from "../../format/time.ts";
import { useNamed } from "./setting-form.tsx";
import styles from "./organisations.module.css";

export function ServiceTerms({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const view = useView();
  const change = useChangeView();
  const { levels, contacts } = useNamed(tenant);
  const category = CATEGORIES.find((one) => one === view["category"]) ?? "malware-spread";
  const severity = levels.find(({ key }) => key === view["severity"])?.key ?? levels[0]?.key ?? "critical";
  const found = useServiceTerms(tenant, category, severity);
  return (
    <div className={styles.stack}>
      <Panel title={t("kind.terms")} note={t("about.terms")}>
        <div className={styles.grid}>
          <Select label={t("matrix.category")} data={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} value={category} onChange={(value) => change({ category: value ?? undefined }, { replace: true })} allowDeselect={false} />
          <Select label={t("severity")} data={levels.map(({ key, name }) => ({ value: key, label: name }))} value={severity} onChange={(value) => change({ severity: value ?? undefined }, { replace: true })} allowDeselect={false} />
        </div>
      </Panel>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && (
        <>
          <Panel title={t("terms.who")}>
            <Facts facts={[
              [t("terms.mode"), <ModeBadge key="mode" mode={found.data.mode} />],
              [t("terms.now"), t(found.data.isOpen ? "terms.open" : "terms.closed")],
              [t("terms.call"), found.data.onCall.length === 0 ? t("terms.nobody") : found.data.onCall.map(({ contact, insteadOf }) => `${contact.name}${contact.phone === null ? "" : `, ${contact.phone}`}${insteadOf === null ? "" : ` (${t("terms.instead", { name: insteadOf.name })})`}`).join(" · ")],
            ]} />
          </Panel>
          <Panel title={t("terms.due")} isFlush>
            <PlainTable label={t("terms.due")} rows={found.data.due} idOf={({ phase }) => phase} columns={[
              { id: "phase", header: t("phase.label"), render: ({ phase }) => t(`phase.${phase}`) },
              { id: "target", header: t("terms.within"), render: ({ targetMinutes, timing }) => `${durationText(targetMinutes * 60)}, ${t(`timing.${timing}`).toLowerCase()}` },
              { id: "share", header: t("share"), align: "right", render: ({ sharePercent }) => `${sharePercent} %` },
              { id: "at", header: t("terms.ifNow"), align: "right", render: ({ dueAt }) => dueAt !== null && <Time at={dueAt} /> },
            ]} />
          </Panel>
          <Panel title={t("terms.told")} isFlush>
            <PlainTable label={t("terms.told")} rows={found.data.notices} idOf={({ fact, channel, to }) => `${fact}/${channel}/${JSON.stringify(to)}`} columns={[
              { id: "fact", header: t("fact.label"), render: ({ fact }) => t(`fact.${fact}`) },
              { id: "to", header: t("to"), render: ({ to }) => to.map((one) => ("role" in one ? t(`contactRole.${one.role}`) : "contact" in one ? (contacts.find(({ key }) => key === one.contact)?.name ?? one.contact) : t("onCall"))).join(", ") },
              { id: "channel", header: t("channel.label"), render: ({ channel }) => t(`channel.${channel}`) },
              { id: "at", header: t("terms.ifNow"), align: "right", render: ({ dueAt }) => dueAt !== null && <Time at={dueAt} /> },
            ]} />
          </Panel>
        </>
      )}
    </div>
  );
}
