// A connector, out of use until it was probed. The secret of its hook is shown once.
import { useState } from "react";
import { PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { OnceDialog } from "../../components/once-dialog.tsx";
import { useAddConnector, useConnectorKinds } from "../../data/connectors.ts";

export function AddConnector({ tenant, close }: { readonly tenant: string; readonly close: () => void }) {
  const { t } = useTranslation("organisations");
  const kinds = useConnectorKinds().data?.kinds ?? [];
  const add = useAddConnector(tenant);
  const [kind, setKind] = useState<string | null>(null);
  const chosen = kinds.find((one) => one.kind === kind);
  const send = async (form: FormData): Promise<string> => {
    const secrets = Object.fromEntries((chosen?.secrets ?? []).map((name): [string, string] => [name, textOf(form, `secret.${name}`)]).filter(([, value]) => value !== ""));
    const answer = await add.mutateAsync({ name: textOf(form, "name"), kind: chosen?.kind ?? "", url: textOf(form, "url"), secrets, settings: JSON.parse(textOf(form, "settings") || "{}") as object });
    return answer.hookSecret;
  };
  return (
    <OnceDialog title={t("connector.add")} verb={t("connector.addIt")} close={close} run={send} isDisabled={chosen === undefined} shown={{ title: t("connector.added"), why: t("connector.addedWhy"), done: t("kept"), copy: t("copy") }}>
      <Select label={t("connector.kind")} data={kinds.map((one) => ({ value: one.kind, label: one.product }))} value={kind} onChange={setKind} required data-autofocus />
      <TextInput name="name" label={t("name")} required />
      <TextInput name="url" type="url" label={t("connector.url")} required />
      {chosen?.secrets.map((name) => <PasswordInput key={`${chosen.kind}/${name}`} name={`secret.${name}`} label={t("connector.secret", { name })} autoComplete="off" />)}
      <Textarea name="settings" label={t("connector.settings")} description={t("connector.settingsWhy")} autosize minRows={3} maxRows={12} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />
    </OnceDialog>
  );
}
