// Filters under a name, kept on the server: one's own, or for all of one's side.
import { lazy, Suspense, useState } from "react";
import { Popover, UnstyledButton } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSavedViews } from "../../data/saved-views.ts";
import { useView } from "../../data/search.ts";
import { searchOf } from "./filter.ts";
import styles from "./saved-views.module.css";

const SavedViewsList = lazy(async () => ({ default: (await import("./saved-views-list.tsx")).SavedViewsList }));

export function SavedViews({ tenant }: { readonly tenant: string | undefined }) {
  const { t } = useTranslation("queue");
  const now = searchOf(useView());
  const [isOpen, setOpen] = useState(false);
  const current = useSavedViews("queue", tenant).data?.views.find((one) => one.view === now);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" width={320} trapFocus returnFocus>
      <Popover.Target><UnstyledButton className={styles.target} aria-haspopup="dialog" aria-label={current === undefined ? t("views.title") : t("views.now", { name: current.name })} onClick={() => setOpen((was) => !was)}><IconBookmark size={18} stroke={1.75} aria-hidden />{current !== undefined && <span className={styles.name}>{current.name}</span>}</UnstyledButton></Popover.Target>
      <Popover.Dropdown aria-label={t("views.title")}><Suspense><SavedViewsList tenant={tenant} close={() => setOpen(false)} /></Suspense></Popover.Dropdown>
    </Popover>
  );
}
