import { useState } from "react";
import { NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { api } from "../../data/client.ts";
import { useAssignIncident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import type { DialogProps } from "./dialog-props.ts";

type Side = "provider" | "client";
const NOBODY = "";

/** Who has it, on one's own side or, for the provider, on either. */
export function AssignDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const { tenant, id, owners } = incident;
  const isClient = me.side === "client";
  const [side, setSide] = useState<Side>(isClient ? "client" : "provider");
  const assign = useAssignIncident({ tenant, incident: id });
  const people = useQuery({
    queryKey: ["person", tenant, "of", side],
    queryFn: ({ signal }) => (side === "client" ? api.get("/v1/tenants/{tenant}/people", { path: { tenant }, query: { limit: 200 }, signal }) : api.get("/v1/people", { query: { limit: 200 }, signal })),
    enabled: may(me, "person:read", tenant),
    select: (list) => list.people.filter(({ disabledAt, memberships }) => disabledAt === null && memberships.some((one) => (side === "client" ? one.tenant === tenant && one.role !== "operations" : one.tenant === null))),
  });
  const run = (form: FormData): Promise<unknown> => {
    const [person, comment] = [textOf(form, "person"), textOf(form, "comment").trim()];
    return assign.mutateAsync({ side, person: person === NOBODY ? null : person, ...(comment === "" ? {} : { comment }) });
  };
  const now = owners[side]?.id.replace(/^person:/, "") ?? NOBODY;
  return (
    <FormDialog title={t("menu.assign")} verb={t("assign.verb")} run={run} close={close} isDisabled={people.data === undefined}>
      {!isClient && <NativeSelect label={t("assign.side")} value={side} onChange={(event) => setSide(event.currentTarget.value as Side)} data={(["provider", "client"] as const).map((value) => ({ value, label: t(`assign.${value}`) }))} />}
      <NativeSelect key={`${side} ${people.isSuccess}`} name="person" label={t("assign.person")} defaultValue={now} data={[{ value: NOBODY, label: t("assign.nobody") }, ...(people.data ?? []).map((person) => ({ value: person.id, label: person.name }))]} />
      <Textarea name="comment" label={t("assign.comment")} autosize minRows={1} />
    </FormDialog>
  );
}
