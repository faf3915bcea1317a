// Facts: hosts, accounts, indicators, techniques and tasks; added by both sides, taken out with a reason.
import { useState } from "react";
import { ActionIcon, Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { VisibilityBadge } from "../../components/badges.tsx";
import { Value } from "../../components/value.tsx";
import { useAddPart, useChangePart, useRemovePart, type Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import { defang } from "../../format/visible.ts";
import { memberOf, nameOfPart, type Part } from "./part-name.ts";
import styles from "./aside.module.css";

const KINDS = ["asset", "account", "indicator", "technique", "task"] as const;
type Kind = (typeof KINDS)[number];
const ROLES = ["victim", "source", "pivot", "witness", "target", "related", "unknown"] as const;
const TYPES = ["sha256", "sha1", "md5", "file-name", "file-path", "ip", "domain", "url", "email", "user-agent", "certificate", "mutex", "registry-key", "other"] as const;

export function Parts({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const [isAdding, setAdding] = useState(false);
  const mayChange = may(me, "incident:comment", incident.tenant) && incident.stage !== "closed";
  const kept = incident.parts.filter(({ removed }) => removed === null);
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("facts")}</h2>{mayChange && <Button className={styles.right} size="compact-xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>{t("part.add")}</Button>}</header>
      {kept.length === 0 && <p className={styles.muted}>{t("part.none")}</p>}
      <dl className={styles.facts}>
        {KINDS.filter((kind) => kept.some((part) => part.kind === kind)).map((kind) => (
          <div key={kind}>
            <dt>{t(`kinds.${kind}`)}</dt>
            <dd>{kept.filter((part) => part.kind === kind).map((part) => (kind === "task" ? <Task key={part.id} incident={incident} part={part} isOff={!mayChange} /> : <Fact key={part.id} incident={incident} part={part} isOff={!mayChange} />))}</dd>
          </div>
        ))}
      </dl>
      {isAdding && <AddDialog incident={incident} close={() => setAdding(false)} />}
    </section>
  );
}

function Fact({ incident, part, isOff }: { readonly incident: Incident; readonly part: Part; readonly isOff: boolean }) {
  const { t } = useTranslation("incident");
  const remove = useRemovePart({ tenant: incident.tenant, incident: incident.id });
  const [isRemoving, setRemoving] = useState(false);
  const role = memberOf(part, "role");
  const state = memberOf(part, "state");
  const name = nameOfPart(part);
  return (
    <span className={styles.fact}>
      <Value value={part.kind === "indicator" ? defang(name) : name} longest={64} />
      {role !== "" && role !== "related" && role !== "unknown" && <span className={styles.muted}>{t(`role.${role}`)}</span>}
      {state !== "" && <span className={styles.muted}>{state}</span>}
      {part.visibility === "internal" && <VisibilityBadge visibility="internal" />}
      {!isOff && <ActionIcon size={24} aria-label={t("remove.label", { name })} onClick={() => setRemoving(true)}><IconX size={12} aria-hidden /></ActionIcon>}
      {isRemoving && (
        <FormDialog title={t("remove.label", { name })} verb={t("remove.verb")} close={() => setRemoving(false)} run={(form) => remove.mutateAsync({ part: part.id, reason: textOf(form, "reason") })}>
          <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} data-autofocus />
        </FormDialog>
      )}
    </span>
  );
}

function Task({ incident, part, isOff }: { readonly incident: Incident; readonly part: Part; readonly isOff: boolean }) {
  const change = useChangePart({ tenant: incident.tenant, incident: incident.id });
  const isDone = memberOf(part, "doneAt") !== "";
  const who = memberOf(part, "who");
  return <Checkbox label={who === "" ? nameOfPart(part) : `${nameOfPart(part)} · ${who}`} checked={isDone} disabled={isOff || change.isPending} onChange={() => change.mutate({ part: part.id, change: { isDone: !isDone } })} />;
}

function AddDialog({ incident, close }: { readonly incident: Incident; readonly close: () => void }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const add = useAddPart({ tenant: incident.tenant, incident: incident.id });
  const [kind, setKind] = useState<Kind>("asset");
  const run = (form: FormData): Promise<unknown> => add.mutateAsync({
    kind, name: textOf(form, "name"), note: textOf(form, "note"), visibility: textOf(form, "visibility") as "internal" | "shared",
    ...(kind === "asset" || kind === "account" ? { role: textOf(form, "role") as (typeof ROLES)[number] } : {}),
    ...(kind === "indicator" ? { type: textOf(form, "type") as (typeof TYPES)[number] } : {}),
    ...(kind === "task" && textOf(form, "who") !== "" ? { who: textOf(form, "who") } : {}),
  });
  return (
    <FormDialog title={t("part.add")} verb={t("part.verb")} run={run} close={close}>
      <Select label={t("part.kind")} value={kind} onChange={(next) => setKind(next ?? "asset")} allowDeselect={false} data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      <TextInput name="name" label={t(kind === "task" ? "part.todo" : "part.name")} required data-autofocus />
      {(kind === "asset" || kind === "account") && <Select name="role" label={t("part.role")} defaultValue="victim" allowDeselect={false} data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />}
      {kind === "indicator" && <Select name="type" label={t("part.type")} defaultValue="ip" allowDeselect={false} data={[...TYPES]} />}
      {kind === "task" && <TextInput name="who" label={t("part.who")} />}
      <Textarea name="note" label={t("part.note")} autosize minRows={1} />
      <Select name="visibility" label={t("call.who")} defaultValue={me.side === "client" ? "shared" : "internal"} allowDeselect={false} data={[{ value: "shared", label: t("part.both") }, { value: "internal", label: t(me.side === "client" ? "write.ownSide" : "write.internal") }]} />
    </FormDialog>
  );
}
