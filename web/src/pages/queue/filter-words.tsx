// Filters that are written, not chosen.
import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useChangeView, useView } from "../../data/search.ts";
import styles from "./queue.module.css";

/** Words in the title, the name or the rule. */
export function TextSearch({ isFocused }: { readonly isFocused: boolean }) {
  const { t } = useTranslation("queue");
  const view = useView();
  const change = useChangeView();
  return (
    <form onSubmit={(event) => { event.preventDefault(); const text = new FormData(event.currentTarget).get("text"); change({ text: typeof text === "string" && text.trim() !== "" ? text.trim() : undefined, at: undefined }); (document.activeElement as HTMLElement | null)?.blur(); }}>
      <TextInput key={view["text"] ?? ""} autoFocus={isFocused} name="text" size="xs" aria-label={t("filter.text")} placeholder={t("filter.text")} defaultValue={view["text"] ?? ""} maxLength={200} rightSection={view["text"] === undefined ? undefined : <ActionIcon size={22} aria-label={t("clear", { name: t("filter.text") })} onClick={() => change({ text: undefined, at: undefined })}><IconX size={14} /></ActionIcon>} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} />
    </form>
  );
}

/** What is written, not chosen: a technique, an entity. */
export function Written() {
  const { t } = useTranslation("queue");
  const change = useChangeView();
  return (
    <form className={styles.written} onSubmit={(event) => { event.preventDefault(); const form = new FormData(event.currentTarget); const [technique, entity] = ["technique", "entity"].map((name) => { const value = form.get(name); return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined; }); change({ ...(technique === undefined ? {} : { technique: technique.toUpperCase() }), ...(entity === undefined ? {} : { entity }), at: undefined }); event.currentTarget.reset(); }}>
      <TextInput name="technique" size="xs" w={110} aria-label={t("filter.technique")} placeholder={t("filter.technique")} pattern="[Tt]\d{4}(\.\d{3})?" title="T1059.001" />
      <TextInput name="entity" size="xs" w={150} aria-label={t("filter.entity")} placeholder={t("filter.entity")} maxLength={512} />
      <button type="submit" className="hidden-text">{t("filter.set")}</button>
    </form>
  );
}
