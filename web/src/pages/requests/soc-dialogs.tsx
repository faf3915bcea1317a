// The SOC's changes that need words; what leaves the platform is shown as it leaves.
import { NativeSelect, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DateTimeField } from "../../components/date-time-field.tsx";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useRequestAct, type Request } from "../../data/requests.ts";
import { useTeams } from "../../data/cmdb.ts";
import { Instructions } from "./what.tsx";
import styles from "./request.module.css";

export type DialogProps = { readonly tenant: string; readonly request: Request; readonly close: () => void };
const useAct = ({ tenant, request }: DialogProps) => useRequestAct({ tenant, request: request.ref });

/** Exactly what the team will read, then the button that names the team. */
export function SendDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  const { request, close } = props;
  const team = request.team.name ?? t("turn.team");
  const run = (form: FormData): Promise<unknown> => {
    const reason = textOf(form, "reason").trim();
    return act.mutateAsync({ verb: "send", body: reason === "" ? {} : { reason } });
  };
  return (
    <FormDialog title={t("send.title", { team })} verb={t("send.verb", { team })} run={run} close={close} isWide>
      <div className={styles.preview}><h3>{request.title}</h3><Instructions request={request} /></div>
      <p className={styles.muted}>{request.team.reason}</p>
      {request.teamWarning !== null && <p className={styles.problem}>{request.teamWarning}</p>}
      <TextInput name="reason" label={t("send.reason")} description={t("send.reasonWhat")} />
    </FormDialog>
  );
}

export function ApprovalDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  const run = (form: FormData): Promise<unknown> => {
    const note = textOf(form, "note").trim();
    return act.mutateAsync({ verb: "ask-approval", body: { deadline: new Date(textOf(form, "deadline")).toISOString(), default: textOf(form, "default") as "approve", ...(note === "" ? {} : { note }) } });
  };
  return (
    <FormDialog title={t("approval.title")} verb={t("approval.verb")} run={run} close={props.close}>
      <DateTimeField name="deadline" label={t("approval.deadline")} isRequired />
      <NativeSelect name="default" label={t("approval.default")} defaultValue="do-nothing" data={(["do-nothing", "refuse", "approve"] as const).map((value) => ({ value, label: t(`approval.lapse.${value}`) }))} />
      <Textarea name="note" label={t("approval.note")} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}

export function VerifyDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  return (
    <FormDialog title={t("verify.title")} verb={t("verify.verb")} close={props.close} run={(form) => act.mutateAsync({ verb: "verify", body: { note: textOf(form, "note") } })}>
      <Textarea name="note" label={t("verify.how")} required minLength={3} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}

export function ReasonDialog({ verb, ...props }: DialogProps & { readonly verb: "reopen" | "revise" | "cancel" }) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  return (
    <FormDialog title={t(`soc.menu.${verb}`)} verb={t(`reason.${verb}`)} close={props.close} run={(form) => act.mutateAsync({ verb, body: { reason: textOf(form, "words") } })}>
      <Textarea name="words" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}

export function RerouteDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  const teams = useTeams(props.tenant).data?.teams ?? [];
  return (
    <FormDialog title={t("soc.menu.reroute")} verb={t("reroute.verb")} close={props.close} isDisabled={teams.length === 0} run={(form) => act.mutateAsync({ verb: "reroute", body: { team: textOf(form, "team"), reason: textOf(form, "reason") } })}>
      <Select name="team" label={t("column.team")} required allowDeselect={false} data={teams.filter(({ id }) => id !== props.request.team.id).map(({ id, name }) => ({ value: id, label: name }))} />
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}

const SAID = ["acknowledge", "start", "claim-done", "cannot"] as const;

/** What somebody of the team said on the phone or by mail. */
export function OnBehalfDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  const run = (form: FormData): Promise<unknown> => {
    const [onBehalfOf, words] = [textOf(form, "who"), textOf(form, "words")];
    const verb = textOf(form, "verb") as (typeof SAID)[number];
    if (verb === "cannot") return act.mutateAsync({ verb, body: { onBehalfOf, reason: words } });
    if (verb === "claim-done") return act.mutateAsync({ verb, body: { onBehalfOf, note: words } });
    return act.mutateAsync({ verb, body: { onBehalfOf, ...(words.trim() === "" ? {} : { note: words }) } });
  };
  return (
    <FormDialog title={t("soc.menu.behalf")} verb={t("behalf.verb")} run={run} close={props.close}>
      <NativeSelect name="verb" label={t("behalf.what")} defaultValue="claim-done" data={SAID.map((value) => ({ value, label: t(`behalf.said.${value}`) }))} />
      <TextInput name="who" label={t("behalf.who")} required minLength={3} data-autofocus />
      <Textarea name="words" label={t("behalf.words")} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}

export function SettleDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const act = useAct(props);
  const run = (form: FormData): Promise<unknown> => {
    const ticket = textOf(form, "ticket").trim();
    return act.mutateAsync({ verb: "settle-delivery", body: { arrived: textOf(form, "arrived") === "yes", reason: textOf(form, "reason"), ...(ticket === "" ? {} : { ticket }) } });
  };
  return (
    <FormDialog title={t("soc.menu.settle")} verb={t("settle.verb")} run={run} close={props.close}>
      <Radio.Group name="arrived" label={t("settle.arrived")} defaultValue="yes"><Radio value="yes" label={t("settle.yes")} mt={4} /><Radio value="no" label={t("settle.no")} mt={4} /></Radio.Group>
      <TextInput name="ticket" label={t("settle.ticket")} />
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}
