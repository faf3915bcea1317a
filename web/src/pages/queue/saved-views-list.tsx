// The views, and a name for the one that is shown.
import { useState } from "react";
import { ActionIcon, Button, Checkbox, TextInput, UnstyledButton } from "@mantine/core";
import { IconTrash, IconUsers } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useSavedViewChange, useSavedViews } from "../../data/saved-views.ts";
import { useView } from "../../data/search.ts";
import { searchOf } from "./filter.ts";
import styles from "./saved-views.module.css";

export function SavedViewsList({ tenant, close }: { readonly tenant: string | undefined; readonly close: () => void }) {
  const { t } = useTranslation("queue");
  const view = useView();
  const navigate = useNavigate();
  const found = useSavedViews("queue", tenant);
  const { remove } = useSavedViewChange(tenant);
  const now = searchOf(view);
  const views = found.data?.views ?? [];
  const current = views.find((one) => one.view === now);
  const go = (search: string): void => {
    close();
    void navigate({ to: "/queue", search: { org: view["org"], ...Object.fromEntries(new URLSearchParams(search)) } });
  };
  return (
    <>
        {views.length === 0 ? <p className={styles.none}>{t(found.isError ? "views.failed" : "views.none")}</p> : (
          <ul className={styles.list}>
            {views.map((one) => (
              <li key={one.id}>
                <UnstyledButton className={styles.view} data-on={one.view === now} onClick={() => go(one.view)}>{one.name}{one.shared && <IconUsers size={14} aria-label={t("views.shared", { owner: one.owner })} role="img" />}</UnstyledButton>
                {one.isOwn && <ActionIcon aria-label={t("views.remove", { name: one.name })} onClick={() => remove.mutate(one.id)}><IconTrash size={15} /></ActionIcon>}
              </li>
            ))}
          </ul>
        )}
        {current === undefined && <Save tenant={tenant} search={now} />}
    </>
  );
}

function Save({ tenant, search }: { readonly tenant: string | undefined; readonly search: string }) {
  const { t } = useTranslation("queue");
  const { save } = useSavedViewChange(tenant);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <form className={styles.save} onSubmit={(event) => { event.preventDefault(); save.mutate({ page: "queue", name: name.trim(), view: search, shared }, { onSuccess: () => setName("") }); }}>
      <TextInput size="xs" label={t("views.name")} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Checkbox size="xs" label={t("views.share")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
      {save.isError && <p className={styles.problem} role="alert">{save.error instanceof ApiProblem ? save.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <Button type="submit" variant="filled" disabled={name.trim() === ""} loading={save.isPending}>{t("views.save")}</Button>
    </form>
  );
}
