// A source is added while the platform runs: named, told what it is, and by what its lines are known. A sender that
// nobody claimed comes with all that filled in, and its kept lines follow at once.
import { useState } from "react";
import { Button, Modal, Select, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { ApiProblem } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { adopt, type UnclaimedSender } from "../../data/quarantine.ts";
import { addSource, useTechnologies } from "../../data/sources.ts";
import { zone } from "../../format/time.ts";
import type { Added } from "./added.ts";
import { nameFrom } from "./name-from.ts";
import { SourceAdded } from "./source-added.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./sources.module.css";

type Props = { readonly tenant: string | undefined; readonly sender?: UnclaimedSender; readonly close: () => void };

const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== "");

export function SourceDialog({ tenant, sender, close }: Props) {
  const { t } = useTranslation("sources");
  const client = useQueryClient();
  const isPhone = useAtMost(640);
  const me = useMe();
  const [added, setAdded] = useState<Added>();
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async (form: FormData): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      const technology = textOf(form, "technology");
      const answer = await addSource(textOf(form, "tenant"), {
        name: textOf(form, "name"), technology: technology === "" ? null : technology, timezone: textOf(form, "timezone"), token: form.has("token"),
        claim: { addresses: listOf(textOf(form, "addresses")), hostnames: listOf(textOf(form, "hostnames")), listeners: sender === undefined ? [] : [sender.collector] },
      });
      const adopted = sender !== undefined && me.platform.includes("sender:adopt") ? await adopt(() => undefined).catch(() => undefined) : undefined;
      setAdded({ answer, adopted });
      await Promise.all(["source", "unclaimed"].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setSending(false);
  };
  return (
    <Modal opened onClose={close} title={sender === undefined ? t("add.title") : t("claim.of", { asset: sender.asset })} size={560} fullScreen={isPhone} closeButtonProps={{ "aria-label": t("keys.close") }} transitionProps={{ duration: 0 }}>
      {added !== undefined ? <SourceAdded added={added} sender={sender} close={close} /> : (
        <form className={styles.dialog} onSubmit={(event) => { event.preventDefault(); void send(new FormData(event.currentTarget)); }}>
          <Fields tenant={tenant} sender={sender} />
          {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
          <div className={styles.end}><Button onClick={close}>{t("reason.cancel", { ns: "shell" })}</Button><Button type="submit" variant="filled" loading={isSending}>{t(sender === undefined ? "add.verb" : "claim.verb")}</Button></div>
        </form>
      )}
    </Modal>
  );
}

function Fields({ tenant, sender }: Pick<Props, "tenant"> & { readonly sender: UnclaimedSender | undefined }) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const technologies = useTechnologies();
  const organisations = me.organisations.filter((one) => may(me, "source:change", one.tenant));
  const isRelay = sender !== undefined && sender.asset !== sender.sender;
  return (
    <>
      <Select name="tenant" label={t("add.organisation")} data={organisations.map((one) => ({ value: one.tenant, label: one.name }))} defaultValue={tenant ?? (organisations.length === 1 ? organisations[0]!.tenant : null)} required allowDeselect={false} data-autofocus />
      <TextInput name="name" label={t("add.name")} description={t("add.nameHow")} defaultValue={sender === undefined ? "" : nameFrom(sender.asset)} required pattern="[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?" autoComplete="off" />
      <div className={styles.fields}>
        <Select key={technologies.isSuccess ? "known" : "asked"} name="technology" label={t("column.technology")} placeholder={t("read.guess")} data={technologies.data?.technologies.map(({ name, title }) => ({ value: name, label: title })) ?? []} defaultValue={sender?.technology ?? null} searchable clearable />
        <TextInput name="timezone" label={t("add.timezone")} defaultValue={zone()} required autoComplete="off" />
      </div>
      <TextInput name="addresses" label={t("add.addresses")} description={t("add.addressesHow")} defaultValue={sender === undefined ? "" : sender.sender} autoComplete="off" />
      <TextInput name="hostnames" label={t("add.hostnames")} description={t(isRelay ? "add.hostnamesRelay" : "add.hostnamesHow")} defaultValue={isRelay ? sender.asset : ""} autoComplete="off" />
      {sender === undefined && <Switch name="token" label={t("add.token")} defaultChecked />}
    </>
  );
}
