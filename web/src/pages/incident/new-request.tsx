// A request of one team: the CMDB gives the team; it stays a draft until somebody sends it.
import { Select, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import type { Incident } from "../../data/incidents.ts";
import { useMakeRequest } from "../../data/requests.ts";

const ACTIONS = ["isolate-host", "disable-account", "reset-password", "revoke-sessions", "block-address", "block-domain", "block-sender", "quarantine-file", "stop-process", "remove-message", "collect-logs", "patch", "change-firewall", "restore", "other"] as const;
const KINDS = ["asset", "account", "indicator"] as const;

export function NewRequest({ incident, close }: { readonly incident: Incident; readonly close: () => void }) {
  const { t } = useTranslation("incident");
  const navigate = useNavigate();
  const { tenant, id, parts } = incident;
  const make = useMakeRequest(tenant);
  const asset = parts.find(({ kind, removed }) => kind === "asset" && removed === null)?.document["name"];
  const names = parts.flatMap(({ document, removed }) => (removed === null ? [document["name"], document["value"]] : [])).filter((one) => typeof one === "string");
  const run = async (form: FormData): Promise<void> => {
    const lines = textOf(form, "steps").split("\n").map((line) => line.trim()).filter((line) => line !== "");
    const [title, care, why] = ["title", "care", "why"].map((name) => textOf(form, name).trim());
    const { ref } = await make.mutateAsync({
      incident: id, action: textOf(form, "action") as (typeof ACTIONS)[number], target: { kind: textOf(form, "kind") as (typeof KINDS)[number], name: textOf(form, "name") }, steps: lines,
      ...(title ? { title } : {}), ...(care ? { care } : {}), ...(why ? { why } : {}),
    });
    await navigate({ to: "/requests/$tenant/$request", params: { tenant, request: ref }, search: ({ org }) => ({ org }) });
  };
  return (
    <FormDialog title={t("request.title")} verb={t("request.verb")} run={run} close={close} isWide>
      <p>{t("request.what")}</p>
      <Select name="action" label={t("request.action")} defaultValue="isolate-host" allowDeselect={false} searchable data={ACTIONS.map((value) => ({ value, label: t(`action.${value}`) }))} />
      <Select name="kind" label={t("request.kind")} defaultValue="asset" allowDeselect={false} data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      <TextInput name="name" label={t("request.on")} required defaultValue={typeof asset === "string" ? asset : ""} list="request-names" />
      <datalist id="request-names">{[...new Set(names)].map((one) => <option key={one} value={one} />)}</datalist>
      <TextInput name="title" label={t("request.headline")} description={t("request.headlineWhat")} maxLength={200} />
      <Textarea name="steps" label={t("request.steps")} description={t("request.stepsWhat")} autosize minRows={3} maxRows={12} />
      <TextInput name="care" label={t("request.care")} />
      <TextInput name="why" label={t("request.why")} />
    </FormDialog>
  );
}
