import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSort, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useChangeView, useView } from "../../data/search.ts";
import { SORTS, sortOf } from "./filter.ts";
import styles from "./queue.module.css";

/** What comes first; also where there are no column heads to press. */
export function SortMenu() {
  const { t } = useTranslation("queue");
  const chosen = sortOf(useView());
  const change = useChangeView();
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon size={28} aria-label={t("sort.title", { name: t(`sort.${chosen}`) })}><IconArrowsSort size={18} stroke={1.75} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>{SORTS.map((sort) => <Menu.Item key={sort} role="menuitemradio" aria-checked={sort === chosen} leftSection={sort === chosen ? <IconCheck size={14} /> : <span className={styles.noCheck} />} onClick={() => change({ sort, at: undefined })}>{t(`sort.${sort}`)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}
