// The first source: named here, with its token and where to send to.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "../../data/me.ts";
import { useListeners, useSourceHealth } from "../../data/sources.ts";
import { SourceDialog } from "../sources/source-dialog.tsx";
import { Foot } from "./foot.tsx";
import type { Moves } from "./steps.tsx";
import styles from "./set-up.module.css";

export function FirstSource({ tenant, ...moves }: Moves & { readonly tenant: string | undefined }) {
  const { t } = useTranslation("set-up");
  const me = useMe();
  const listeners = useListeners().data;
  const sources = useSourceHealth(tenant).data?.sources.filter((one) => one.tenant === tenant) ?? [];
  const [isAdding, setAdding] = useState(false);
  if (tenant === undefined) return <><p>{t("organisationFirst")}</p><Foot {...moves} isDone={false} /></>;
  return (
    <>
      {sources.length > 0 && <p role="status">{t("sourcesAre", { count: sources.length, names: sources.map(({ source }) => source).join(", ") })}</p>}
      {may(me, "source:change", tenant) ? <div><Button size="sm" variant={sources.length === 0 ? "filled" : "default"} leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>{t("addSource")}</Button></div> : <p>{t("notYours")}</p>}
      {listeners !== undefined && (
        <section className={styles.box} aria-label={t("where")}>
          <h2>{t("where")}</h2>
          {listeners.listeners.length === 0 ? <p>{t("noListeners")}</p> : <ul className={styles.list}>{listeners.listeners.map(({ name, protocol, port, isEncrypted, takesTokens }) => <li key={name}><code>{protocol} {listeners.host}{port === null ? "" : `:${port}`}</code> · {name}{isEncrypted && ` · ${t("encrypted")}`} · {t(takesTokens ? "byToken" : "byAddress")}</li>)}</ul>}
        </section>
      )}
      <Foot {...moves} isDone={sources.length > 0} />
      {isAdding && <SourceDialog tenant={tenant} close={() => setAdding(false)} />}
    </>
  );
}
