// Who handles what: a cell a category and severity; dashed where it follows the default.
import { SegmentedControl, UnstyledButton } from "@mantine/core";
import { IconArrowUpRight, IconTool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CATEGORIES, type Category } from "../../../data/settings.ts";
import styles from "../organisations.module.css";
import type { FormProps } from "./form-parts.tsx";

type Mode = FormProps<"mode-matrix">["document"]["default"];

export function ModeMatrixForm({ document, change, levels }: FormProps<"mode-matrix">) {
  const { t } = useTranslation("organisations");
  const cellOf = (category: Category, severity: string) => document.cells.find((cell) => cell.category === category && cell.severity === severity);
  const press = (category: Category, severity: string): void => {
    const others = document.cells.filter((cell) => !(cell.category === category && cell.severity === severity));
    const own = cellOf(category, severity);
    const other: Mode = document.default === "escalate" ? "handle" : "escalate";
    // Another than the default, and back to it.
    change({ ...document, cells: own === undefined || own.mode === document.default ? [...others, { category, severity, mode: other }] : others });
  };
  return (
    <div className={styles.form}>
      <div className={styles.row}>
        <span>{t("matrix.default")}</span>
        <SegmentedControl aria-label={t("matrix.default")} value={document.default} onChange={(value) => change({ ...document, default: value })} data={(["escalate", "handle"] as const).map((value) => ({ value, label: t(`mode.${value}`, { ns: "shell" }) }))} />
      </div>
      <p className={styles.muted}>{t("matrix.why")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls what it can reach */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("kind.mode-matrix")}>
        <table className={styles.matrix}>
          <thead><tr><th scope="col">{t("matrix.category")}</th>{levels.map(({ key, name }) => <th key={key} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {CATEGORIES.map((category) => (
              <tr key={category}>
                <th scope="row">{t(`category.${category}`)}</th>
                {levels.map(({ key, name }) => {
                  const own = cellOf(category, key);
                  const mode = own?.mode ?? document.default;
                  const Sign = mode === "escalate" ? IconArrowUpRight : IconTool;
                  return <td key={key}><UnstyledButton className={styles.cell} data-mode={mode} data-own={own !== undefined} aria-label={`${t(`category.${category}`)}, ${name}: ${t(`mode.${mode}`, { ns: "shell" })}`} onClick={() => press(category, key)}><Sign size={13} aria-hidden />{t(`mode.${mode}`, { ns: "shell" })}</UnstyledButton></td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
