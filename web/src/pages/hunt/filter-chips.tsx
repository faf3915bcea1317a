// Filters as chips: pressed they turn round, switched off they stay to be switched on again.
import { useState } from "react";
import { Button, Menu, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Value } from "../../components/value.tsx";
import { withFilter, type Filter } from "./asked.ts";
import { useHunt } from "./hunt-context.ts";
import styles from "./hunt.module.css";

const LONGEST = 40;

export function FilterChips() {
  const { t } = useTranslation("hunt");
  const { filters, setFilters } = useHunt();
  const change = (at: number, to: Partial<Filter> | undefined): void => setFilters(filters.flatMap((filter, place) => (place !== at ? [filter] : to === undefined ? [] : [{ ...filter, ...to }])));
  return (
    <div className={styles.chips} role="group" aria-label={t("chip.all")}>
      {filters.map((filter, at) => {
        const isNext = !filter.isOut && !filter.isOff && filters.slice(0, at).some((other) => other.field === filter.field && !other.isOut && !other.isOff);
        return (
          <span key={`${filter.field} ${filter.value}`} className={styles.chip} data-out={filter.isOut} data-off={filter.isOff}>
            <Menu position="bottom-start">
              <Menu.Target>
                <UnstyledButton className={styles.chipText} aria-label={t(filter.isOff ? "chip.nameOff" : filter.isOut ? "chip.nameOut" : "chip.name", { field: filter.field, value: filter.value })}>
                  {isNext && <span className={styles.word}>{t("chip.or")}</span>}{filter.isOut && <span className={styles.word}>{t("chip.not")}</span>}<span>{t("chip.is", { field: filter.field })}</span> <Value value={filter.value} longest={LONGEST} />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => change(at, { isOut: !filter.isOut })}>{t(filter.isOut ? "chip.turnIn" : "chip.turnOut")}</Menu.Item>
                <Menu.Item onClick={() => change(at, { isOff: !filter.isOff })}>{t(filter.isOff ? "chip.switchOn" : "chip.switchOff")}</Menu.Item>
                <Menu.Item onClick={() => change(at, undefined)}>{t("chip.remove")}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <UnstyledButton className={styles.chipEnd} onClick={() => change(at, undefined)} aria-label={t("chip.removeOne", { field: filter.field, value: filter.value })}><IconX size={13} aria-hidden /></UnstyledButton>
          </span>
        );
      })}
      <AddFilter />
    </div>
  );
}

function AddFilter() {
  const { t } = useTranslation("hunt");
  const { filters, setFilters } = useHunt();
  const [isOpen, setOpen] = useState(false);
  const [field, setField] = useState("");
  const [value, setValue] = useState("");
  const add = (isOut: boolean): void => {
    setFilters(withFilter(filters, { field: field.trim(), value, isOut, isOff: false }));
    setOpen(false);
    setValue("");
  };
  const isReady = /^[^\s():<>"*{}\\]+$/.test(field.trim()) && value !== "";
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="md" width={300}>
      <Popover.Target><UnstyledButton className={styles.add} onClick={() => setOpen((was) => !was)}><IconPlus size={13} aria-hidden />{t("chip.add")}</UnstyledButton></Popover.Target>
      <Popover.Dropdown>
        <form className={styles.own} onSubmit={(event) => { event.preventDefault(); if (isReady) add(false); }}>
          <TextInput label={t("chip.field")} value={field} onChange={(event) => setField(event.currentTarget.value)} list="hunt-fields" data-autofocus autoComplete="off" />
          <TextInput label={t("chip.value")} value={value} onChange={(event) => setValue(event.currentTarget.value)} autoComplete="off" />
          <div className={styles.verbs}><Button disabled={!isReady} onClick={() => add(true)}>{t("menu.out")}</Button><Button type="submit" variant="filled" disabled={!isReady}>{t("menu.in")}</Button></div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
