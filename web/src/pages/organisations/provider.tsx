// The provider's own matters: its people, keys, identity providers, and the stop of what is sent without a person.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { AskReason } from "../../components/ask-reason.tsx";
import { ActButton } from "../../components/fields.tsx";
import { textOf } from "../../components/form.ts";
import { OnceDialog } from "../../components/once-dialog.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { nameOf, useMe } from "../../data/me.ts";
import { useAutomation, useKeys, useMakeKey, useOidc, useRevokeKey, useStopAutomation } from "../../data/platform.ts";
import { People } from "./people.tsx";
import styles from "./organisations.module.css";

export function Provider() {
  const me = useMe();
  return (
    <>
      <Automation />
      <People tenant={undefined} />
      {me.platform.includes("key:read") && <Keys />}
      {me.platform.includes("sign-in:read") && <Oidc />}
    </>
  );
}

function Automation() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const found = useAutomation();
  const change = useStopAutomation();
  if (!found.isSuccess) return null;
  const { stopped } = found.data;
  const verb = stopped === null ? "stop" : "start";
  const mayAct = me.platform.includes(stopped === null ? "automation:stop" : "organisation:manage");
  return (
    <Panel title={t("automation.title")} side={mayAct && <AskReason label={t(`automation.${verb}`)} verb={t(`automation.${verb}`)} what={<p>{t(`automation.${verb}Why`)}</p>} run={(reason) => change.mutateAsync({ verb, reason })} />}>
      {stopped === null ? <p>{t("automation.runs")}</p> : <p className={styles.problem}>{t("automation.stopped", { who: stopped.by })} <Time at={stopped.at} />: {stopped.reason}</p>}
    </Panel>
  );
}

function Keys() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const found = useKeys();
  const revoke = useRevokeKey();
  const [isMaking, setMaking] = useState(false);
  if (found.isPending) return <Loading rows={3} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const mayManage = me.platform.includes("key:manage");
  return (
    <>
      <Panel title={t("key.title")} note={t("key.note")} isFlush side={mayManage && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>{t("key.make")}</Button>}>
        {found.data.keys.length === 0 ? <Empty title={t("key.none")} /> : <PlainTable label={t("key.title")} rows={found.data.keys} idOf={({ id }) => id} columns={[
          { id: "name", header: t("name"), render: ({ name }) => name },
          { id: "tenant", header: t("key.of"), render: ({ tenant }) => (tenant === null ? t("key.all") : nameOf(me, tenant)) },
          { id: "scopes", header: t("key.scopes"), render: ({ scopes }) => <span title={scopes.join(", ")}>{scopes.length > 4 ? t("key.scopeCount", { count: scopes.length }) : scopes.join(", ")}</span> },
          { id: "used", header: t("key.used"), render: ({ usedAt }) => (usedAt === null ? t("never") : <Time at={usedAt} />) },
          { id: "until", header: t("until"), render: ({ expiresAt }) => (expiresAt === null ? t("key.noEnd") : <Time at={expiresAt} />) },
          { id: "by", header: t("author"), render: ({ createdBy }) => createdBy },
          ...(mayManage ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: ({ id }: { readonly id: string }) => <ActButton label={t("takeBack")} run={() => revoke.mutateAsync(id)} /> }] : []),
        ]} />}
      </Panel>
      {isMaking && <MakeKey close={() => setMaking(false)} />}
    </>
  );
}

function MakeKey({ close }: { readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const make = useMakeKey();
  const [scopes, setScopes] = useState<string[]>([]);
  const send = async (form: FormData): Promise<string> => {
    const answer = await make.mutateAsync({ name: textOf(form, "name"), scopes: me.platform.filter((one) => scopes.includes(one)), tenant: textOf(form, "tenant") || null, expiresAt: textOf(form, "until") === "" ? null : new Date(textOf(form, "until")).toISOString() });
    return answer.text;
  };
  return (
    <OnceDialog title={t("key.make")} verb={t("key.make")} close={close} run={send} isDisabled={scopes.length === 0} shown={{ title: t("key.made"), why: t("key.madeWhy"), done: t("kept"), copy: t("copy") }}>
      <TextInput name="name" label={t("name")} required data-autofocus />
      <MultiSelect label={t("key.scopes")} data={me.platform} value={scopes} onChange={setScopes} searchable />
      <Select name="tenant" label={t("key.of")} data={[{ value: "", label: t("key.all") }, ...me.organisations.map(({ tenant, name }) => ({ value: tenant, label: name }))]} defaultValue="" allowDeselect={false} />
      <TextInput name="until" type="date" label={t("until")} />
    </OnceDialog>
  );
}

function Oidc() {
  const { t } = useTranslation("organisations");
  const found = useOidc();
  if (found.isPending) return <Loading rows={3} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { connections, redirectUri } = found.data;
  return (
    <Panel title={t("oidc.title")} note={t("oidc.redirect", { uri: redirectUri })} isFlush>
      {connections.length === 0 ? <Empty title={t("oidc.none")}>{t("oidc.noneWhy")}</Empty> : <PlainTable label={t("oidc.title")} rows={connections} idOf={({ id }) => id} columns={[
        { id: "issuer", header: t("oidc.issuer"), render: ({ issuer }) => <code>{issuer}</code> },
        { id: "domains", header: t("oidc.domains"), render: ({ domains }) => domains.join(", ") },
        { id: "mfa", header: t("oidc.mfa"), render: ({ isMfa }) => t(isMfa ? "oidc.theirs" : "oidc.ours") },
        { id: "state", header: t("state"), render: ({ enabled }) => t(enabled ? "use.on" : "use.off") },
      ]} />}
    </Panel>
  );
}
