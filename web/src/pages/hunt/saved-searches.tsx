// Searches under a name, kept on the server: one's own, or for all of one's side.
import { useState } from "react";
import { ActionIcon, Button, Checkbox, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconTrash, IconUsers } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useSavedViewChange, useSavedViews } from "../../data/saved-views.ts";
import { useView, type View } from "../../data/search.ts";
import styles from "./saved-searches.module.css";

// What makes a search: the row that is open, or the panel beside, is not of it.
const MEMBERS = ["q", "f", "last", "since", "until", "cols"] as const;
const searchOf = (view: View): string => new URLSearchParams(MEMBERS.flatMap((name) => (view[name] === undefined || view[name] === "" ? [] : [[name, view[name]] as [string, string]]))).toString();

export function SavedSearches({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("hunt");
  const view = useView();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const found = useSavedViews("hunt", tenant);
  const { remove } = useSavedViewChange(tenant);
  const now = searchOf(view);
  const views = found.data?.views ?? [];
  const current = views.find((one) => one.view === now);
  const go = (search: string): void => {
    setOpen(false);
    void navigate({ to: "/hunt", search: { org: view["org"], ...Object.fromEntries(new URLSearchParams(search)) } });
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" width={340} trapFocus returnFocus>
      <Popover.Target><Button variant="subtle" color="gray" leftSection={<IconBookmark size={16} aria-hidden />} aria-haspopup="dialog" onClick={() => setOpen((was) => !was)}>{current?.name ?? t("saved.title")}</Button></Popover.Target>
      <Popover.Dropdown aria-label={t("saved.title")}>
        {views.length === 0 ? <p>{t(found.isError ? "saved.failed" : "saved.none")}</p> : (
          <ul className={styles.list}>
            {views.map((one) => (
              <li key={one.id}>
                <UnstyledButton className={styles.view} data-on={one.view === now} onClick={() => go(one.view)}>{one.name}{one.shared && <IconUsers size={14} aria-label={t("saved.shared", { owner: one.owner })} role="img" />}</UnstyledButton>
                {one.isOwn && <ActionIcon aria-label={t("saved.remove", { name: one.name })} onClick={() => remove.mutate(one.id)}><IconTrash size={15} /></ActionIcon>}
              </li>
            ))}
          </ul>
        )}
        {current === undefined && <Save tenant={tenant} search={now} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Save({ tenant, search }: { readonly tenant: string; readonly search: string }) {
  const { t } = useTranslation("hunt");
  const { save } = useSavedViewChange(tenant);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <form className={styles.save} onSubmit={(event) => { event.preventDefault(); save.mutate({ page: "hunt", name: name.trim(), view: search, shared }, { onSuccess: () => setName("") }); }}>
      <TextInput label={t("saved.name")} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Checkbox label={t("saved.share")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
      {save.isError && <p className={styles.problem} role="alert">{save.error instanceof ApiProblem ? save.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <Button type="submit" variant="filled" disabled={name.trim() === ""} loading={save.isPending}>{t("saved.save")}</Button>
    </form>
  );
}
