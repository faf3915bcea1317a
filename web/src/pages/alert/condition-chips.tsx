import { useState } from "react";
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Value } from "../../components/value.tsx";
import type { Conditions, ExceptionDraft } from "../../data/exception-draft.ts";
import styles from "./exception.module.css";

type Props = { readonly conditions: Conditions; readonly change: (conditions: Conditions) => void; readonly draft: ExceptionDraft };

const textOf = (value: unknown): string => (typeof value === "string" ? value : Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : JSON.stringify(value));

/** What an event must hold to be kept back: all of it. */
export function ConditionChips({ conditions, change, draft }: Props) {
  const { t } = useTranslation("exception");
  const [isAdding, setAdding] = useState(false);
  const without = (name: string): Conditions => Object.fromEntries(Object.entries(conditions).filter(([field]) => field !== name));
  return (
    <div>
      <ul className={styles.chips} aria-label={t("conditions")}>
        {Object.entries(conditions).map(([field, value]) => <li key={field} className={styles.chip}><span><code>{field}</code> {t("is")} <Value value={textOf(value)} longest={80} /></span><ActionIcon size={24} aria-label={t("remove", { field })} onClick={() => change(without(field))}><IconX size={14} /></ActionIcon></li>)}
        <li><ActionIcon variant="default" size={26} aria-label={t("add")} aria-expanded={isAdding} onClick={() => setAdding((was) => !was)}><IconPlus size={14} /></ActionIcon></li>
      </ul>
      {isAdding && <Add draft={draft} add={(field, value) => { change({ ...conditions, [field]: value }); setAdding(false); }} />}
    </div>
  );
}

function Add({ draft, add }: { readonly draft: ExceptionDraft; readonly add: (field: string, value: string) => void }) {
  const { t } = useTranslation("exception");
  const [field, setField] = useState("");
  const [value, setValue] = useState("");
  const known = [...new Map(draft.shared.map((one) => [`${one.field}=${one.value}`, one])).values()];
  return (
    <div className={styles.add}>
      {known.length > 0 && <Select size="xs" label={t("shared")} placeholder={t("choose")} data={known.map((one) => ({ value: `${one.field}=${one.value}`, label: `${one.field}: ${one.value.slice(0, 80)} (${one.harmless}/${one.truePositives})` }))} onChange={(chosen) => { const one = known.find((other) => `${other.field}=${other.value}` === chosen); if (one !== undefined) add(one.field, one.value); }} />}
      <div className={styles.pair}>
        <TextInput size="xs" label={t("field")} maxLength={300} value={field} onChange={(event) => setField(event.currentTarget.value)} />
        <TextInput size="xs" label={t("value")} maxLength={2000} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        <Button disabled={field.trim() === "" || value === ""} onClick={() => add(field.trim(), value)}>{t("addIt")}</Button>
      </div>
    </div>
  );
}
