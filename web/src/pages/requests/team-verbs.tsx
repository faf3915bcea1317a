// What the team presses: it has read it, works on it, it is done; or asks, or cannot.
import { useState } from "react";
import { Button, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { ApiProblem } from "../../data/client.ts";
import { useRequestAct, type Request } from "../../data/requests.ts";
import styles from "./request.module.css";

const WITH_TEAM: ReadonlySet<string> = new Set(["sent", "acknowledged", "in_progress", "reopened"]);

export function TeamVerbs({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const act = useRequestAct({ tenant, request: request.ref });
  const [dialog, setDialog] = useState<"done" | "ask" | "cannot">();
  const { state } = request;
  if (!WITH_TEAM.has(state)) return state === "claimed_done" ? <p className={styles.dockNote}>{t("team.checking")}</p> : null;
  const isNew = state === "sent" || state === "reopened";
  const isPressed = act.isPending && dialog === undefined;
  return (
    <div className={styles.team}>
      {act.error !== null && dialog === undefined && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      {isNew
        ? <Button size="lg" variant="filled" className={styles.first} loading={isPressed} leftSection={<IconCheck size={20} aria-hidden />} onClick={() => act.mutate({ verb: "acknowledge", body: {} })}>{t("team.acknowledge")}</Button>
        : <Button size="lg" variant="filled" className={styles.first} leftSection={<IconCheck size={20} aria-hidden />} onClick={() => setDialog("done")}>{t("team.done")}</Button>}
      {isNew && <Button size="lg" className={styles.half} onClick={() => setDialog("done")}>{t("team.done")}</Button>}
      {state === "acknowledged" && <Button size="lg" className={styles.half} loading={isPressed} onClick={() => act.mutate({ verb: "start", body: {} })}>{t("team.start")}</Button>}
      <Button size="lg" className={styles.half} onClick={() => setDialog("ask")}>{t("team.ask")}</Button>
      <Button size="lg" className={styles.half} onClick={() => setDialog("cannot")}>{t("team.cannot")}</Button>
      {dialog === "done" && <Words title={t("team.doneTitle")} label={t("team.doneNote")} verb={t("team.doneVerb")} close={() => setDialog(undefined)} run={(note) => act.mutateAsync({ verb: "claim-done", body: { note } })} />}
      {dialog === "ask" && <Words title={t("team.askTitle")} label={t("team.askWhat")} verb={t("team.askVerb")} close={() => setDialog(undefined)} run={(text) => act.mutateAsync({ verb: "messages", body: { text, question: true } })} />}
      {dialog === "cannot" && <Words title={t("team.cannotTitle")} label={t("team.cannotWhy")} verb={t("team.cannotVerb")} close={() => setDialog(undefined)} run={(reason) => act.mutateAsync({ verb: "cannot", body: { reason } })} />}
    </div>
  );
}

type WordsProps = { readonly title: string; readonly label: string; readonly verb: string; readonly run: (words: string) => Promise<unknown>; readonly close: () => void };
const Words = ({ title, label, verb, run, close }: WordsProps) => (
  <FormDialog title={title} verb={verb} close={close} run={(form) => run(textOf(form, "words"))}>
    <Textarea name="words" label={label} size="md" required minLength={3} autosize minRows={3} maxRows={10} data-autofocus />
  </FormDialog>
);
