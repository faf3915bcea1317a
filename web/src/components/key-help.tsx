// `?`: every key that is bound now, by what it belongs to.
import { Modal, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useKeyBoard } from "../keys/index.tsx";
import styles from "./key-help.module.css";

export function KeyHelp({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation();
  const board = useKeyBoard();
  const groups = isOpen ? Object.entries(Object.groupBy(board.bindings(), ({ group }) => group ?? t("keys.page"))) : [];
  return (
    <Modal opened={isOpen} onClose={close} title={t("keys.title")} size="lg" closeButtonProps={{ "aria-label": t("keys.close") }}>
      <Switch checked={board.isOn} onChange={(event) => board.setOn(event.currentTarget.checked)} label={t("keys.on")} />
      <div className={styles.groups}>
        {groups.map(([group, bindings = []]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>{bindings.map(({ key, label }) => <div key={key} className={styles.line}><dt>{label}</dt><dd>{key.split(" ").map((one) => <kbd key={one}>{one.replace("mod+", "⌘")}</kbd>)}</dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
