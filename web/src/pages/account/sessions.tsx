import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useOwnChange, useSessions } from "../../data/account.ts";
import { api } from "../../data/client.ts";
import { queryClient } from "../../data/query-client.ts";
import styles from "./account.module.css";

/** Where one is signed in; each can be ended, all at once too. */
export function Sessions() {
  const { t } = useTranslation("account");
  const navigate = useNavigate();
  const found = useSessions();
  const end = useOwnChange((session: string) => api.delete("/v1/me/sessions/{session}", { path: { session } }));
  const endAll = async (): Promise<void> => {
    await api.delete("/v1/me/sessions");
    queryClient.clear();
    await navigate({ to: "/sign-in" });
  };
  return (
    <Panel title={t("sessions")} side={<Button onClick={() => void endAll()}>{t("endAll")}</Button>}>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failed error={found.error} />}
      <ul className={styles.list}>
        {found.data?.sessions.map(({ id, address, userAgent, seenAt, createdAt, isThis }) => (
          <li key={id}>
            <span><Value value={address} /> <Value value={userAgent} longest={80} /> <span className={styles.note}>{t("since")} <Time at={createdAt} /> · {t("seen")} <Time at={seenAt} /></span></span>
            {isThis ? <strong>{t("this")}</strong> : <Button onClick={() => end.mutate(id)}>{t("end")}</Button>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
