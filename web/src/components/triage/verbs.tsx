// The verbs of an alert with their keys, the next one filled.
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArrowUpRight, IconDots, IconFilterOff, IconFlame, IconGavel, IconHandStop, IconMessage, IconUser, IconEye, IconEyeOff, IconRefresh } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertAction, AlertRow } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { Key } from "../badges.tsx";
import type { FormName } from "./desk.tsx";
import styles from "./verbs.module.css";

type Props = {
  readonly row: AlertRow;
  readonly isWatched: boolean | undefined;
  readonly open: (form: FormName) => void;
  readonly act: (action: AlertAction) => void;
  readonly makeException?: (() => void) | undefined;
};

/** Which verb comes first: take what nobody has, judge what is yours, escalate where the client decides. */
const firstOf = ({ owner, status, verdict }: AlertRow): "take" | "verdict" | "none" => (status === "closed" || verdict !== null ? "none" : owner === null ? "take" : "verdict");

export function Verbs({ row, isWatched, open, act, makeException }: Props) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const isMine = row.owner?.id === `person:${me.person?.id}`;
  if (!may(me, "alert:triage", row.tenant)) return <div className={styles.verbs}>{(row.status === "escalated" || row.status === "waiting_client") && me.side === "client" && may(me, "alert:qualify", row.tenant) && <Button variant="filled" renderRoot={(props) => <Link to="/home" {...props} />}>{t("verb.answer")}</Button>}<WatchButton isWatched={isWatched} act={act} /></div>;
  // What was done to a merged alert is done to the one that stays.
  if (row.mergedInto !== null) return null;
  const first = firstOf(row);
  const isOpen = row.status !== "closed";
  const variant = (name: string) => (first === name ? "filled" : "default");
  return (
    <div className={styles.verbs}>
      {isOpen && !isMine && <Button variant={variant("take")} leftSection={<IconHandStop size={16} stroke={1.75} aria-hidden />} rightSection={<Key>a</Key>} onClick={() => act({ do: "take" })}>{t("verb.take")}</Button>}
      <Button variant={variant("verdict")} leftSection={<IconGavel size={16} stroke={1.75} aria-hidden />} rightSection={<Key>v</Key>} onClick={() => open("verdict")}>{t("verb.verdict")}</Button>
      {isOpen && <Button leftSection={<IconArrowUpRight size={16} stroke={1.75} aria-hidden />} rightSection={<Key>e</Key>} onClick={() => open("escalate")}>{t("verb.escalate")}</Button>}
      {row.incident === null && may(me, "incident:handle", row.tenant) && <Button leftSection={<IconFlame size={16} stroke={1.75} aria-hidden />} rightSection={<Key>i</Key>} onClick={() => open("incident")}>{t("verb.incident")}</Button>}
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="default" size={30} aria-label={t("verb.more")}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUser size={16} />} rightSection={<Key>s</Key>} onClick={() => open("assign")}>{t("verb.assign")}</Menu.Item>
          <Menu.Item leftSection={<IconMessage size={16} />} rightSection={<Key>m</Key>} onClick={() => open("comment")}>{t("verb.comment")}</Menu.Item>
          {makeException !== undefined && may(me, "exception:change", row.tenant) && <Menu.Item leftSection={<IconFilterOff size={16} />} rightSection={<Key>n</Key>} onClick={makeException}>{t("verb.exception")}</Menu.Item>}
          {isWatched !== undefined && <Menu.Item leftSection={isWatched ? <IconEyeOff size={16} /> : <IconEye size={16} />} rightSection={<Key>w</Key>} onClick={() => act({ do: isWatched ? "unwatch" : "watch" })}>{t(isWatched ? "verb.unwatch" : "verb.watch")}</Menu.Item>}
          {row.verdict !== null && <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => act({ do: "unjudge" })}>{t("verb.unjudge")}</Menu.Item>}
          {isOpen && row.verdict !== null && <Menu.Item leftSection={<IconGavel size={16} />} onClick={() => act({ do: "close" })}>{t("verb.close")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function WatchButton({ isWatched, act }: { readonly isWatched: boolean | undefined; readonly act: (action: AlertAction) => void }) {
  const { t } = useTranslation("alert");
  if (isWatched === undefined) return null;
  const Sign = isWatched ? IconEyeOff : IconEye;
  return <Button leftSection={<Sign size={16} stroke={1.75} aria-hidden />} rightSection={<Key>w</Key>} onClick={() => act({ do: isWatched ? "unwatch" : "watch" })}>{t(isWatched ? "verb.unwatch" : "verb.watch")}</Button>;
}
