// What follows from adding a source: its lines, its token this once, and where to send to.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, useMe } from "../../data/me.ts";
import type { UnclaimedSender } from "../../data/quarantine.ts";
import { useListeners } from "../../data/sources.ts";
import { numberText } from "../../format/time.ts";
import type { Added } from "./added.ts";
import styles from "./sources.module.css";

type Props = { readonly added: Added; readonly sender: UnclaimedSender | undefined; readonly close: () => void };

export function SourceAdded({ added: { answer: { source, token }, adopted }, sender, close }: Props) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const listeners = useListeners();
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={styles.dialog}>
      <p role="status">{t("add.done", { source: source.name, name: nameOf(me, source.tenant) })}{adopted !== undefined && ` ${t("add.adopted", { count: adopted.adopted, lines: numberText(adopted.adopted) })}`}</p>
      {token !== null && (
        <div>
          <p>{t("add.tokenOnce")}</p>
          <pre className={styles.code}>{token}</pre>
          <Button leftSection={isCopied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />} onClick={() => void navigator.clipboard.writeText(token).then(() => setCopied(true))}><span aria-live="polite">{t(isCopied ? "claim.copied" : "claim.copy")}</span></Button>
        </div>
      )}
      {sender === undefined && listeners.data !== undefined && listeners.data.listeners.length > 0 && (
        <div>
          <p>{t("add.where", { host: listeners.data.host })}</p>
          <ul>{listeners.data.listeners.map(({ name, protocol, port, isEncrypted, takesTokens }) => <li key={name}><code>{protocol}{port === null ? "" : `:${port}`}</code> {name}{isEncrypted && ` · ${t("add.encrypted")}`} · {t(takesTokens ? "add.byToken" : "add.byClaim")}</li>)}</ul>
        </div>
      )}
      <div className={styles.end}><Button variant="filled" onClick={close}>{t("keys.close")}</Button></div>
    </div>
  );
}
