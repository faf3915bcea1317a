// Teams that resolve requests, and who of the client's people works in each.
import { useState } from "react";
import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ActButton } from "../../../components/fields.tsx";
import { textOf } from "../../../components/form.ts";
import { FormDialog } from "../../../components/form-dialog.tsx";
import { Panel } from "../../../components/panel.tsx";
import { PlainTable } from "../../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../../components/states.tsx";
import { useMember, useMembers, useSaveTeam, useTeams, type Team } from "../../../data/cmdb.ts";
import { may, useMe } from "../../../data/me.ts";
import { usePeople } from "../../../data/people.ts";
import styles from "../organisations.module.css";

export function Teams({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const found = useTeams(tenant);
  const [edited, setEdited] = useState<Team | "new">();
  const mayChange = may(me, "asset:change", tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const add = mayChange && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>{t("team.add")}</Button>;
  return (
    <>
      <Panel title={t("part.teams")} side={add} isFlush>
        {found.data.teams.length === 0 ? <Empty title={t("team.none")}>{t("team.noneWhy")}</Empty> : <PlainTable label={t("part.teams")} rows={found.data.teams} idOf={({ id }) => id} columns={[
          { id: "name", header: t("name"), render: ({ name }) => name },
          { id: "contact", header: t("team.contact"), render: ({ contact, email, phone }) => [contact, email, phone].filter((one) => one !== null).join(", ") || t("notKnown") },
          { id: "itsm", header: t("team.itsm"), render: ({ itsmName }) => itsmName ?? t("notKnown") },
          ...(may(me, "person:read", tenant) ? [{ id: "members", header: t("team.members"), render: (team: Team) => <Members tenant={tenant} team={team} /> }] : []),
          ...(mayChange ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: (team: Team) => <Button onClick={() => setEdited(team)} aria-label={`${t("team.edit")}: ${team.name}`}>{t("team.edit")}</Button> }] : []),
        ]} />}
      </Panel>
      {edited !== undefined && <Edit tenant={tenant} team={edited === "new" ? undefined : edited} close={() => setEdited(undefined)} />}
    </>
  );
}

function Members({ tenant, team }: { readonly tenant: string; readonly team: Team }) {
  const { t } = useTranslation("organisations");
  const mayManage = may(useMe(), "person:manage", tenant);
  const members = useMembers(tenant, team.id, true).data?.members ?? [];
  const people = usePeople(tenant).data?.pages.flatMap((page) => page.people) ?? [];
  const change = useMember(tenant, team.id);
  const [person, setPerson] = useState<string | null>(null);
  const free = people.filter(({ id, disabledAt }) => disabledAt === null && !members.some((one) => one.person === id)).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={styles.form}>
      {members.length === 0 ? <span className={styles.muted}>{t("team.nobody")}</span> : <ul className={styles.plain}>{members.map((one) => <li key={one.person} className={styles.row}>{one.name ?? t("notKnown")}{mayManage && <ActButton label={t("takeOut")} run={() => change.mutateAsync({ person: one.person, verb: "remove" })} />}</li>)}</ul>}
      {mayManage && free.length > 0 && <div className={styles.row}><Select size="xs" aria-label={t("team.addMember")} placeholder={t("team.addMember")} data={free} value={person} onChange={setPerson} />{person !== null && <ActButton label={t("team.add1")} run={async () => { await change.mutateAsync({ person, verb: "add" }); setPerson(null); }} />}</div>}
    </div>
  );
}

function Edit({ tenant, team, close }: { readonly tenant: string; readonly team: Team | undefined; readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const save = useSaveTeam(tenant);
  const orNull = (form: FormData, name: string): string | null => textOf(form, name).trim() || null;
  return (
    <FormDialog title={t(team === undefined ? "team.add" : "team.edit")} verb={t("team.save")} close={close} run={(form) => save.mutateAsync({ ...(team === undefined ? {} : { id: team.id }), name: textOf(form, "name"), contact: orNull(form, "contact"), email: orNull(form, "email"), phone: orNull(form, "phone"), itsmName: orNull(form, "itsm") })}>
      <TextInput name="name" label={t("name")} defaultValue={team?.name} required data-autofocus />
      <TextInput name="contact" label={t("team.contact")} defaultValue={team?.contact ?? ""} />
      <TextInput name="email" type="email" label={t("contact.email")} defaultValue={team?.email ?? ""} />
      <TextInput name="phone" type="tel" label={t("contact.phone")} defaultValue={team?.phone ?? ""} />
      <TextInput name="itsm" label={t("team.itsm")} defaultValue={team?.itsmName ?? ""} />
    </FormDialog>
  );
}
