// The people of an organisation, or of the provider: their roles, and who was invited.
import { useState } from "react";
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ActButton } from "../../components/fields.tsx";
import { textOf } from "../../components/form.ts";
import { OnceDialog } from "../../components/once-dialog.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { CLIENT_ROLES, PROVIDER_ROLES, useInvitations, useInvite, usePeople, useUninvite, type Person } from "../../data/people.ts";
import { RoleMenu } from "./role-menu.tsx";
import styles from "./organisations.module.css";

/** `tenant` undefined: the provider's own people. */
export function People({ tenant }: { readonly tenant: string | undefined }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const found = usePeople(tenant);
  const [isInviting, setInviting] = useState(false);
  const mayManage = tenant === undefined ? me.platform.includes("person:manage") : may(me, "person:manage", tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const rolesOf = ({ memberships }: Person) => memberships.filter((one) => one.tenant === (tenant ?? null)).map(({ role }) => role);
  const people = found.data.pages.flatMap((page) => page.people).filter((person) => rolesOf(person).length > 0);
  return (
    <>
      <Panel title={t("peopleCount", { count: people.length })} note={tenant === undefined ? t("providerPeople") : undefined} isFlush side={mayManage && <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>{t("invite")}</Button>}>
        {people.length === 0 ? <Empty title={t("noPeople")}>{t("noPeopleWhy")}</Empty> : <PlainTable label={t("tab.people")} rows={people} idOf={({ id }) => id} columns={[
          { id: "name", header: t("name"), render: ({ name, disabledAt }) => <>{name}{disabledAt !== null && <span className={styles.muted}> · {t("disabled")}</span>}</> },
          { id: "mail", header: t("contact.email"), render: ({ email }) => email },
          { id: "roles", header: t("roles"), render: (person) => rolesOf(person).map((role) => t(`role.${role}`)).join(", ") },
          { id: "factor", header: t("secondFactor"), render: ({ hasSecondFactor }) => t(hasSecondFactor ? "yes" : "notYet") },
          ...(mayManage ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: (person: Person) => <RoleMenu tenant={tenant} person={person} held={rolesOf(person)} /> }] : []),
        ]} />}
        {found.hasNextPage && <div className={styles.row} style={{ padding: "8px 16px" }}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></div>}
      </Panel>
      <Invitations tenant={tenant} mayManage={mayManage} />
      {isInviting && <Invite tenant={tenant} close={() => setInviting(false)} />}
    </>
  );
}

function Invitations({ tenant, mayManage }: { readonly tenant: string | undefined; readonly mayManage: boolean }) {
  const { t } = useTranslation("organisations");
  const found = useInvitations(tenant);
  const uninvite = useUninvite(tenant);
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.isSuccess || found.data.invitations.length === 0) return null;
  return (
    <Panel title={t("invitations")} note={t("invitationsWhy")} isFlush>
      <PlainTable label={t("invitations")} rows={found.data.invitations} idOf={({ id }) => id} columns={[
        { id: "name", header: t("name"), render: ({ name }) => name },
        { id: "mail", header: t("contact.email"), render: ({ email }) => email },
        { id: "roles", header: t("roles"), render: ({ memberships }) => memberships.map(({ role }) => t(`role.${role}`)).join(", ") },
        { id: "by", header: t("author"), render: ({ invitedBy }) => invitedBy },
        { id: "until", header: t("until"), render: ({ expiresAt }) => <Time at={expiresAt} /> },
        ...(mayManage ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: ({ id }: { readonly id: string }) => <ActButton label={t("takeBack")} run={() => uninvite.mutateAsync(id)} /> }] : []),
      ]} />
    </Panel>
  );
}

/** Asks whom to invite, then shows the link once: Vigie keeps only its hash. */
export function Invite({ tenant, close }: { readonly tenant: string | undefined; readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const invite = useInvite(tenant);
  const [roles, setRoles] = useState<string[]>([]);
  const offered = tenant === undefined ? PROVIDER_ROLES : CLIENT_ROLES;
  const send = async (form: FormData): Promise<string> => {
    const answer = await invite.mutateAsync({ email: textOf(form, "email"), name: textOf(form, "name"), language: textOf(form, "language") === "fr" ? "fr" : "en", roles: offered.filter((role) => roles.includes(role)) });
    return `${location.origin}/invitation?token=${encodeURIComponent(answer.token)}`;
  };
  return (
    <OnceDialog title={t("invite")} verb={t("inviteIt")} close={close} run={send} isDisabled={roles.length === 0} shown={{ title: t("invited"), why: t("invitedWhy"), done: t("kept"), copy: t("copy") }}>
      <TextInput name="name" label={t("name")} required data-autofocus />
      <TextInput name="email" type="email" label={t("contact.email")} required />
      <Select name="language" label={t("contact.language")} data={["fr", "en"].map((value) => ({ value, label: t(`language.${value}`) }))} defaultValue="fr" allowDeselect={false} />
      <Checkbox.Group label={t("roles")} value={roles} onChange={setRoles}>
        <div className={styles.form}>{offered.map((role) => <Checkbox key={role} value={role} label={t(`role.${role}`)} description={t(`roleWhy.${role}`)} />)}</div>
      </Checkbox.Group>
    </OnceDialog>
  );
}
