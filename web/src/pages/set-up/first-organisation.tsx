// The first organisation; what there is already is said.
import { useState, type SubmitEvent } from "react";
import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { ApiProblem } from "../../data/client.ts";
import { useMe } from "../../data/me.ts";
import { useMakeOrganisation } from "../../data/organisations.ts";
import { Foot } from "./foot.tsx";
import type { Moves } from "./steps.tsx";
import styles from "./set-up.module.css";

const shortOf = (name: string): string => name.toLowerCase().normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 40);

export function FirstOrganisation({ done, ...moves }: Moves & { readonly done: (tenant: string) => void }) {
  const { t } = useTranslation("set-up");
  const me = useMe();
  const make = useMakeOrganisation();
  const [name, setName] = useState("");
  const [id, setId] = useState<string>();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ id: textOf(form, "id"), name: textOf(form, "name") }, { onSuccess: (made) => done(made.id) });
  };
  return (
    <>
      {me.organisations.length > 0 && <p>{t("thereAre", { count: me.organisations.length, names: me.organisations.map((one) => one.name).join(", ") })}</p>}
      {me.platform.includes("organisation:manage") ? (
        <form className={styles.form} onSubmit={submit}>
          <TextInput name="name" label={t("organisationName")} value={name} onChange={(event) => setName(event.currentTarget.value)} required />
          <TextInput name="id" label={t("organisationId")} description={t("organisationIdWhy")} value={id ?? shortOf(name)} onChange={(event) => setId(event.currentTarget.value)} required />
          {make.isError && <p role="alert" className={styles.problem}>{make.error instanceof ApiProblem ? make.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
          <div><Button type="submit" size="sm" variant="filled" loading={make.isPending}>{t("makeOrganisation")}</Button></div>
        </form>
      ) : <p>{t("notYours")}</p>}
      <Foot {...moves} isDone={false} />
    </>
  );
}
