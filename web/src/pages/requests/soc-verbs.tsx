// What the SOC does with a request: asks approval, sends, verifies, gives back, gives to another team, takes back.
import { useState } from "react";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconChecks, IconDots, IconRadar2, IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useRequestAct, type Request } from "../../data/requests.ts";
import { useKeys } from "../../keys/index.tsx";
import { ApprovalDialog, OnBehalfDialog, ReasonDialog, RerouteDialog, SendDialog, SettleDialog, VerifyDialog } from "./soc-dialogs.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import styles from "./request.module.css";

export type Dialog = "send" | "approval" | "edit" | "verify" | "reopen" | "revise" | "cancel" | "reroute" | "behalf" | "settle";
type State = Request["state"];
// What the state allows, as src/requests/states.ts has it; the server decides.
const WITH_TEAM: readonly Dialog[] = ["behalf", "reroute", "cancel"];
const MORE: Readonly<Record<State, readonly Dialog[]>> = {
  draft: ["edit", "approval", "cancel"], awaiting_approval: ["cancel"], queued: ["cancel"], sent: WITH_TEAM, acknowledged: WITH_TEAM, in_progress: WITH_TEAM, reopened: WITH_TEAM,
  claimed_done: ["reopen"], verified: ["reopen"], refused: ["revise"], cancelled: [],
};

export function SocVerbs({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const act = useRequestAct({ tenant, request: request.ref });
  const [dialog, setDialog] = useState<Dialog>();
  const { state, delivery, turn } = request;
  const isUnknown = delivery.some((one) => one.state === "unknown");
  const more = [...MORE[state], ...(isUnknown ? ["settle" as const] : [])];
  const close = (): void => setDialog(undefined);
  useKeys(state === "draft" ? [{ key: "s", label: t("soc.send"), run: () => setDialog("send") }] : []);
  const props = { tenant, request, close };
  if (more.length === 0) return null;
  return (
    <div className={styles.verbs}>
      {turn.of === "soc" && state !== "draft" && state !== "claimed_done" && <span className={styles.muted}>{t("soc.question")}</span>}
      {state === "draft" && <Button variant="filled" leftSection={<IconSend size={16} stroke={1.75} aria-hidden />} onClick={() => setDialog("send")}>{t("soc.preview", { team: request.team.name ?? t("turn.team") })}</Button>}
      {state === "draft" && <Button onClick={() => setDialog("approval")}>{t("soc.approval")}</Button>}
      {state === "claimed_done" && <Button variant="filled" leftSection={<IconChecks size={16} stroke={1.75} aria-hidden />} onClick={() => setDialog("verify")}>{t("soc.verify")}</Button>}
      {state === "claimed_done" && <Button onClick={() => setDialog("reopen")}>{t("soc.reopen")}</Button>}
      {["claimed_done", "acknowledged", "in_progress", "sent", "reopened"].includes(state) && <Button leftSection={<IconRadar2 size={16} stroke={1.75} aria-hidden />} loading={act.isPending && dialog === undefined} onClick={() => act.mutate({ verb: "check" })}>{t("soc.check")}</Button>}
      {state === "refused" && <Button variant="filled" onClick={() => setDialog("revise")}>{t("soc.revise")}</Button>}
      <Menu position="top-end">
        <Menu.Target><ActionIcon variant="default" size={30} aria-label={t("soc.more")}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
        <Menu.Dropdown>{more.map((name) => <Menu.Item key={name} onClick={() => setDialog(name)}>{t(`soc.menu.${name}`)}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      {act.error !== null && dialog === undefined && <span className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</span>}
      {dialog === "send" && <SendDialog {...props} />}
      {dialog === "approval" && <ApprovalDialog {...props} />}
      {dialog === "edit" && <EditDialog {...props} />}
      {dialog === "verify" && <VerifyDialog {...props} />}
      {(dialog === "reopen" || dialog === "revise" || dialog === "cancel") && <ReasonDialog {...props} verb={dialog} />}
      {dialog === "reroute" && <RerouteDialog {...props} />}
      {dialog === "behalf" && <OnBehalfDialog {...props} />}
      {dialog === "settle" && <SettleDialog {...props} />}
    </div>
  );
}
