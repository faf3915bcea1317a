// From when to when: ranges that end now, or two times of one's own.
import { useState } from "react";
import { Button, Popover, TextInput } from "@mantine/core";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../components/use-now.ts";
import { timeText } from "../../format/time.ts";
import { LASTS, type Range } from "./asked.ts";
import styles from "./hunt.module.css";

type Props = { readonly range: Range; readonly times: { readonly since: string; readonly until: string }; readonly choose: (range: Range) => void };

const MINUTE = 60_000;
// What a field of this type takes: the person's time, without a zone.
const local = (time: string): string => new Date(Date.parse(time) - new Date(time).getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);

export function RangePicker({ range, times, choose }: Props) {
  const { t } = useTranslation("hunt");
  const now = useNow(60_000);
  const [isOpen, setOpen] = useState(false);
  const shown = "last" in range ? t(`range.${range.last}`) : `${timeText(new Date(range.since), now)} – ${timeText(new Date(range.until), now)}`;
  const pick = (picked: Range): void => {
    choose(picked);
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md" width={320}>
      <Popover.Target>
        <Button size="sm" leftSection={<IconCalendar size={16} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={t("range.label", { range: shown })} onClick={() => setOpen((was) => !was)}>{shown}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.lasts} role="group" aria-label={t("range.lasts")}>
          {Object.keys(LASTS).map((last) => <Button key={last} variant={"last" in range && range.last === last ? "light" : "default"} aria-pressed={"last" in range && range.last === last} onClick={() => pick({ last })}>{t(`range.${last}`)}</Button>)}
        </div>
        <OwnTimes key={`${times.since} ${times.until}`} times={times} choose={pick} />
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnTimes({ times, choose }: Pick<Props, "times" | "choose">) {
  const { t } = useTranslation("hunt");
  const [since, setSince] = useState(local(times.since));
  const [until, setUntil] = useState(local(times.until));
  const isRange = since !== "" && until !== "" && since < until;
  return (
    <form className={styles.own} onSubmit={(event) => { event.preventDefault(); if (isRange) choose({ since: new Date(since).toISOString(), until: new Date(until).toISOString() }); }}>
      <TextInput type="datetime-local" label={t("range.since")} value={since} onChange={(event) => setSince(event.currentTarget.value)} />
      <TextInput type="datetime-local" label={t("range.until")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} error={isRange ? undefined : t("range.wrong")} />
      <Button type="submit" variant="filled" disabled={!isRange}>{t("range.use")}</Button>
    </form>
  );
}
