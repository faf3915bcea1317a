// Asking the client: a draft of what is known, written better by a person, and beside it exactly what they will read.
import { useState } from "react";
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertRow } from "../../data/alerts.ts";
import { api, ApiProblem } from "../../data/client.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { languageNow } from "../../locales/index.ts";
import { Failed, Loading } from "../states.tsx";
import { EscalationFields } from "./escalation-fields.tsx";
import { EscalationPreview } from "./escalation-preview.tsx";
import type { Draft, DraftText } from "./draft.ts";
import styles from "./triage.module.css";

export function EscalateDialog({ alert, close }: { readonly alert: AlertRow; readonly close: () => void }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const { tenant } = alert;
  const [language, setLanguage] = useState<"en" | "fr">(languageNow());
  const draft = useQuery({ queryKey: ["escalation-draft", tenant, alert.id, language], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/escalation-draft", { path: { tenant }, query: { alert: alert.id, language }, signal }), gcTime: 0, staleTime: Number.POSITIVE_INFINITY });
  return (
    <Modal opened onClose={close} size={1080} title={t("escalate.title", { ref: alert.ref, name: nameOf(me, tenant) })} closeButtonProps={{ "aria-label": t("close") }}>
      {draft.isPending && <Loading />}
      {draft.isError && <Failed error={draft.error} retry={() => void draft.refetch()} />}
      {draft.isSuccess && <Form key={language} alert={alert} draft={draft.data} language={language} setLanguage={setLanguage} close={close} />}
    </Modal>
  );
}

type FormProps = { readonly alert: AlertRow; readonly draft: Draft; readonly language: "en" | "fr"; readonly setLanguage: (language: "en" | "fr") => void; readonly close: () => void };

function Form({ alert, draft, language, setLanguage, close }: FormProps) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const client = useQueryClient();
  const [text, setText] = useState(draft.text);
  const [key] = useState(() => crypto.randomUUID());
  const { tenant } = alert;
  const send = useMutation({
    mutationFn: () => api.post("/v1/tenants/{tenant}/escalations", { path: { tenant }, body: { about: draft.about, text: cleaned(text), events: draft.events }, idempotencyKey: key }),
    onSuccess: () => Promise.all(["alert", "escalation", "waiting"].map((noun) => client.invalidateQueries({ queryKey: [noun, tenant] }))),
  });
  if (send.isSuccess) {
    const told = send.data.recipients.map(({ name }) => name);
    return (
      <div role="status">
        <p><strong>{t("escalate.sent", { name: nameOf(me, tenant) })}</strong> {told.length > 0 ? t("escalate.told", { names: [...new Set(told)].join(", ") }) : t("escalate.toldLater")}</p>
        <p>{send.data.turn[languageNow()]}</p>
        <div className={styles.foot}><Link to="/alerts/$tenant/$alert" params={{ tenant, alert: alert.ref }} search={{ tab: "thread" }} onClick={close}>{t("escalate.thread")}</Link><Button variant="filled" onClick={close} data-autofocus>{t("close")}</Button></div>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
      <div className={styles.two}><EscalationFields text={text} change={setText} language={language} setLanguage={setLanguage} /><EscalationPreview text={text} events={draft.events.length} language={language} /></div>
      {send.isError && <p className={styles.problem} role="alert">{send.error instanceof ApiProblem && send.error.problem.code !== "unavailable" ? send.error.problem.detail : t("escalate.unknown")}</p>}
      <div className={styles.foot}>
        <span className={styles.said}>{send.isPending ? t("escalate.sending") : t("escalate.what")}</span>
        <Button onClick={close}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={send.isPending}>{t("escalate.send", { name: nameOf(me, tenant) })}</Button>
      </div>
    </form>
  );
}

const filled = (lines: readonly string[]): string[] => lines.map((line) => line.trim()).filter((line) => line !== "");
const cleaned = (text: DraftText): DraftText => ({ ...text, title: text.title.trim(), question: text.question.trim(), what: text.what.trim(), speaksFor: filled(text.speaksFor), speaksAgainst: filled(text.speaksAgainst), doFirst: filled(text.doFirst) });
