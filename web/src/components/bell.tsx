// The bell: what the portal tells the person, the newest first, with how much of it they have not read.
import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useMe } from "../data/me.ts";
import { useNotices, useRead } from "../data/notices.ts";
import { ApiProblem } from "../data/client.ts";
import { Time } from "./time.tsx";
import styles from "./bell.module.css";

const MOST = 99;

/** The subject without its reference, which stands beside it. */
const wordsOf = (subject: string): string => subject.replace(/^\[[^\]]*\]\s*/, "");

export function Bell({ isPhone }: { readonly isPhone: boolean }) {
  const { t } = useTranslation("notices");
  const me = useMe();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { isAllowed, isPending, error, unread, unreadOf, notices } = useNotices();
  const read = useRead();
  const readAll = (): void => read.mutate(unreadOf, { onSuccess: () => void client.invalidateQueries({ queryKey: ["notification"] }) });
  if (!isAllowed) return null;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={400} trapFocus returnFocus withArrow={false} shadow="md">
      <Popover.Target>
        <ActionIcon className={styles.bell} size={isPhone ? 44 : 28} aria-label={t("bell", { count: unread })} onClick={() => setOpen((was) => !was)}>
          <IconBell size={isPhone ? 20 : 18} stroke={1.75} aria-hidden />
          {unread > 0 && <span className={styles.count} aria-hidden>{unread > MOST ? `${MOST}+` : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={styles.box} aria-label={t("title")}>
        <div className={styles.head}><h2>{t("title")}</h2>{unread > 0 && <Button loading={read.isPending} onClick={readAll}>{t("read")}</Button>}</div>
        {read.isError && <p className={styles.problem} role="alert">{read.error instanceof ApiProblem ? read.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
        {error !== null && <p className={styles.problem} role="alert">{error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
        {!isPending && error === null && notices.length === 0 && <p className={styles.none}>{t("none")}</p>}
        <ul className={styles.list}>
          {notices.map(({ id, tenant, about, subject, createdAt, language }) => (
            <li key={`${tenant}/${id}`}>
              <Link to="/o/$ref" params={{ ref: about.ref }} className={styles.notice} onClick={() => setOpen(false)}>
                <strong lang={language}>{wordsOf(subject)}</strong>
                <span className={styles.about}>{about.ref}{me.organisations.length > 1 && ` · ${nameOf(me, tenant)}`} · <Time at={createdAt} /></span>
              </Link>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
