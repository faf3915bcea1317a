import { useTranslation } from "react-i18next";
import { Composer } from "../../components/thread/composer.tsx";
import { Entries } from "../../components/thread/entries.tsx";
import { may, useMe } from "../../data/me.ts";
import { useRequestAct, type Request } from "../../data/requests.ts";
import styles from "./request.module.css";

/** What both sides said about it, and what one's own side noted. */
export function RequestThread({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const me = useMe();
  const act = useRequestAct({ tenant, request: request.ref });
  const isClient = me.side === "client";
  const mayWrite = may(me, "request:update", tenant);
  if (request.thread.length === 0 && !mayWrite) return null;
  return (
    <section className={styles.thread}>
      <h2 className={styles.label}>{t("thread.title")}</h2>
      {request.thread.length > 0 && <Entries entries={request.thread} label={t("thread.title")} />}
      {mayWrite && (
        <Composer
          label={isClient ? t("thread.toSoc") : t("thread.toTeam", { team: request.team.name ?? t("turn.team") })}
          choices={{ internal: t(isClient ? "thread.ours" : "thread.internal"), shared: isClient ? t("thread.withSoc") : t("thread.withTeam", { team: request.team.name ?? t("turn.team") }) }}
          begins={isClient ? "shared" : "internal"}
          send={(text, visibility) => act.mutateAsync({ verb: "messages", body: { text, internal: visibility === "internal" } })}
        />
      )}
    </section>
  );
}
