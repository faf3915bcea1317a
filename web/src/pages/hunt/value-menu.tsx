// What can be done with a value, wherever it stands: filter by it, look around it, follow it, take it away.
import { Menu } from "@mantine/core";
import { IconBinaryTree2, IconClockSearch, IconColumnInsertRight, IconColumnRemove, IconCopy, IconFilterMinus, IconFilterPlus, IconFilterSearch, IconRoute, IconShieldLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { Value } from "../../components/value.tsx";
import { valuesAt } from "../../data/event-document.ts";
import { numberText, shareText } from "../../format/time.ts";
import type { Act } from "./use-acts.ts";
import { ENTITIES, type Pressed } from "./hunt-context.ts";
import styles from "./hunt.module.css";

const LONGEST = 80;
// A share of fewer says nothing.
const ENOUGH = 20;

type Props = { readonly pressed: Pressed; readonly total: number; readonly columns: readonly string[]; readonly act: (act: Act, pressed: Pressed) => void; readonly close: () => void };

export function ValueMenu({ pressed, total, columns, act, close }: Props) {
  const { t } = useTranslation("hunt");
  const { field, value, event, count, at } = pressed;
  const [host] = event === undefined ? [] : valuesAt(event.event, "host.name");
  const entity = ENTITIES.has(field) ? value : host;
  const hasTree = host !== undefined && event !== undefined && valuesAt(event.event, "process.pid").length + valuesAt(event.event, "process.entity_id").length > 0;
  const isColumn = columns.includes(field);
  const item = (does: Act, icon: React.ReactNode, text: string, key?: string) => <Menu.Item leftSection={icon} rightSection={key === undefined ? undefined : <Key>{key}</Key>} onClick={() => act(does, pressed)}>{text}</Menu.Item>;
  return (
    <Menu opened onClose={close} position="bottom-start" returnFocus trapFocus width={300}>
      <Menu.Target><span className={styles.anchor} aria-hidden style={{ left: at.left, top: at.top, width: Math.min(at.width, 200), height: at.height }} /></Menu.Target>
      <Menu.Dropdown aria-label={t("menu.of", { field })}>
        <div className={styles.menuHead}><code>{field}</code><strong><Value value={value} longest={LONGEST} /></strong>{count !== undefined && <span>{t(total < ENOUGH ? "menu.count" : "menu.share", { count: total, some: numberText(count), all: numberText(total), share: shareText(count / Math.max(1, total)) })}</span>}</div>
        <Menu.Divider />
        {item("in", <IconFilterPlus size={16} />, t("menu.in"), "+")}
        {item("out", <IconFilterMinus size={16} />, t("menu.out"), "−")}
        {item("only", <IconFilterSearch size={16} />, t("menu.only"))}
        <Menu.Divider />
        {event !== undefined && item("around", <IconClockSearch size={16} />, t("menu.around"), "p")}
        {entity !== undefined && item("timeline", <IconRoute size={16} />, t("menu.timeline", { name: entity.length > 40 ? `${entity.slice(0, 40)}…` : entity }))}
        {hasTree && item("tree", <IconBinaryTree2 size={16} />, t("menu.tree"), "t")}
        <Menu.Divider />
        {item("column", isColumn ? <IconColumnRemove size={16} /> : <IconColumnInsertRight size={16} />, t(isColumn ? "menu.columnOff" : "menu.column"))}
        {item("copy", <IconCopy size={16} />, t("menu.copy"))}
        {item("defang", <IconShieldLock size={16} />, t("menu.defang"), "c")}
      </Menu.Dropdown>
    </Menu>
  );
}
