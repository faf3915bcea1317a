// An organisation's life: its name, how long its events are kept, and being taken out of work.
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { ActButton, Facts } from "../../components/fields.tsx";
import { Panel } from "../../components/panel.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useMe } from "../../data/me.ts";
import { useArchive, useOrganisation, useRename } from "../../data/organisations.ts";
import styles from "./organisations.module.css";

export function Life({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const navigate = useNavigate();
  const found = useOrganisation(tenant);
  const archive = useArchive(tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { name, origin, retentionDays, since } = found.data;
  const mayManage = me.platform.includes("organisation:manage");
  const isOfApi = origin === "api";
  return (
    <>
      <Panel title={t("tab.life")}>
        <div className={styles.stack}>
          <Facts facts={[
            [t("id"), <code key="id">{tenant}</code>],
            [t("since"), <Time key="since" at={since} />],
            [t("retention"), t("kept", { count: retentionDays })],
            [t("origin"), t(`originOf.${origin}`)],
          ]} />
          {mayManage && isOfApi && <Rename tenant={tenant} name={name} />}
          {mayManage && !isOfApi && <p className={styles.muted}>{t("fromConfiguration")}</p>}
        </div>
      </Panel>
      {mayManage && isOfApi && (
        <Panel title={t("archive")} note={t("archiveNote")}>
          <AskReason label={t("archiveIt", { name })} verb={t("archiveIt", { name })} what={<p>{t("archiveWhy")}</p>} run={async (reason) => { await archive.mutateAsync(reason); await navigate({ to: "/organisations", search: { tab: "removed" } }); }} />
        </Panel>
      )}
    </>
  );
}

function Rename({ tenant, name }: { readonly tenant: string; readonly name: string }) {
  const { t } = useTranslation("organisations");
  const rename = useRename(tenant);
  const [text, setText] = useState(name);
  return <div className={styles.rowEnd}><TextInput label={t("name")} value={text} onChange={(event) => setText(event.currentTarget.value)} w={320} />{text.trim() !== "" && text.trim() !== name && <ActButton label={t("rename")} isFilled run={() => rename.mutateAsync(text.trim())} />}</div>;
}
