import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "./queue.module.css";

type Props = {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly change: (value: string | undefined) => void;
  readonly isMany?: boolean;
};

/** One filter: dashed while it is not set; its menu chooses one or several. */
export function FilterChip({ label, value, options, change, isMany = false }: Props) {
  const { t } = useTranslation("queue");
  const chosen = value?.split(",").filter((one) => options.some((option) => option.value === one)) ?? [];
  const isOn = chosen.length > 0;
  const choose = (one: string): void => {
    if (!isMany) return change(one);
    const next = chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];
    return change(next.length === 0 ? undefined : next.join(","));
  };
  return (
    <span className={styles.chip} data-on={isOn}>
      <Menu position="bottom-start" closeOnItemClick={!isMany}>
        <Menu.Target><UnstyledButton className={styles.chipName}>{label}{isOn && <> <strong>{options.filter((option) => chosen.includes(option.value)).map((option) => option.label.toLocaleLowerCase()).join(", ")}</strong></>}</UnstyledButton></Menu.Target>
        <Menu.Dropdown>{options.map((option) => <Menu.Item key={option.value} role={isMany ? "menuitemcheckbox" : "menuitemradio"} aria-checked={chosen.includes(option.value)} leftSection={chosen.includes(option.value) ? <IconCheck size={14} /> : <span className={styles.noCheck} />} onClick={() => choose(option.value)}>{option.label}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      {isOn && <UnstyledButton className={styles.chipX} aria-label={t("clear", { name: label })} onClick={() => change(undefined)}><IconX size={14} aria-hidden /></UnstyledButton>}
    </span>
  );
}
