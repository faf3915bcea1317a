import type { ReactNode } from "react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { VisibilityBadge } from "../../components/badges.tsx";
import { AddFile, FileList, type ShownFile } from "../../components/files.tsx";
import { useAttachFile, useShareFile, type Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import styles from "./aside.module.css";

/** Files of the incident; what is internal can be shared, and there is no way back. */
export function IncidentFiles({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const { tenant, id, files } = incident;
  const name = { tenant, incident: id };
  const attach = useAttachFile(name);
  const share = useShareFile(name);
  const mayAdd = may(me, "incident:comment", tenant) && incident.stage !== "closed";
  const kept = files.filter(({ removed }) => removed === null);
  const internal = new Set(kept.filter(({ visibility }) => visibility === "internal").map((file) => file.id));
  const shareOf = (file: ShownFile): ReactNode => internal.has(file.id) && <span className={styles.fact}><VisibilityBadge visibility="internal" />{mayAdd && <Button size="compact-xs" loading={share.isPending} onClick={() => share.mutate(file.id)}>{t("file.share")}</Button>}</span>;
  if (kept.length === 0 && !mayAdd) return null;
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("files")}</h2>{kept.length > 0 && <span>{kept.length}</span>}</header>
      <FileList
        files={kept}
        href={(file) => `/v1/tenants/${encodeURIComponent(tenant)}/incidents/${encodeURIComponent(id)}/files/${file.id}`}
        side={shareOf}
      />
      {mayAdd && <AddFile add={(file) => attach.mutateAsync(file)} />}
    </section>
  );
}
