// An incident of one or several alerts of one organisation.
import { useState } from "react";
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertRow } from "../../data/alerts.ts";
import { api, ApiProblem, type Paths } from "../../data/client.ts";
import { nameOf, useMe } from "../../data/me.ts";
import styles from "./triage.module.css";

type Body = NonNullable<Paths["/v1/tenants/{tenant}/incidents"]["post"]["body"]>;
const MOST = 50;

export function IncidentDialog({ alerts, close }: { readonly alerts: readonly AlertRow[]; readonly close: () => void }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const tenant = alerts[0]!.tenant;
  const [title, setTitle] = useState(alerts[0]!.title);
  const [summary, setSummary] = useState("");
  const [into, setInto] = useState<string | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const open = useQuery({ queryKey: ["incident", tenant, "to-join"], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/incidents", { path: { tenant }, query: { limit: MOST }, signal }) });
  const send = useMutation({
    mutationFn: async () => {
      const ids = alerts.map(({ id }) => id);
      if (into !== null) {
        await api.post("/v1/tenants/{tenant}/incidents/{incident}/alerts", { path: { tenant, incident: into }, body: { alerts: ids } });
        return into;
      }
      const body: Body = { alerts: ids, title: title.trim(), ...(summary.trim() === "" ? {} : { summary: summary.trim() }) };
      return (await api.post("/v1/tenants/{tenant}/incidents", { path: { tenant }, body, idempotencyKey: key })).ref;
    },
    onSuccess: async (incident) => {
      void client.invalidateQueries({ queryKey: ["alert", tenant] });
      void client.invalidateQueries({ queryKey: ["incident", tenant] });
      close();
      await navigate({ to: "/incidents/$tenant/$incident", params: { tenant, incident } });
    },
  });
  return (
    <Modal opened onClose={close} size={640} title={t("incident.title", { count: alerts.length, name: nameOf(me, tenant) })} closeButtonProps={{ "aria-label": t("close") }}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
        <p className={styles.muted}>{alerts.slice(0, 12).map(({ ref }) => ref).join(", ")}{alerts.length > 12 && " …"}</p>
        <Select label={t("incident.into")} placeholder={t("incident.new")} clearable searchable value={into} onChange={setInto} data={open.data?.incidents.map(({ id, ref, title: name }) => ({ value: id, label: `${ref} ${name}` })) ?? []} />
        {into === null && <TextInput label={t("incident.name")} required minLength={3} maxLength={300} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />}
        {into === null && <Textarea label={t("incident.summary")} autosize minRows={3} maxRows={10} value={summary} onChange={(event) => setSummary(event.currentTarget.value)} />}
        {send.isError && <p className={styles.problem} role="alert">{send.error instanceof ApiProblem ? send.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
        <div className={styles.foot}><span className={styles.said}>{t("incident.what")}</span><Button onClick={close}>{t("cancel")}</Button><Button type="submit" variant="filled" loading={send.isPending}>{t(into === null ? "incident.open" : "incident.join")}</Button></div>
      </form>
    </Modal>
  );
}
