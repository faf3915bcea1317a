// How a sender becomes a source: what to write, ready to copy. Its kept lines follow.
import { useState } from "react";
import { Button, Popover } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { UnclaimedSender } from "../../data/quarantine.ts";
import styles from "./unclaimed.module.css";

export function Claim({ sender: { configuration, asset } }: { readonly sender: UnclaimedSender }) {
  const { t } = useTranslation("sources");
  const [isOpen, setOpen] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(configuration);
    setCopied(true);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" width={420} trapFocus returnFocus>
      <Popover.Target><Button variant="filled" aria-haspopup="dialog" aria-label={t("claim.of", { asset })} onClick={() => setOpen((was) => !was)}>{t("claim.title")}</Button></Popover.Target>
      <Popover.Dropdown aria-label={t("claim.of", { asset })}>
        <div className={styles.claim}>
          <ol><li>{t("claim.write")}</li><li>{t("claim.restart")}</li><li>{t("claim.adopt", { verb: t("adopt.run") })}</li></ol>
          <pre className={styles.configuration}>{configuration}</pre>
          <Button variant="filled" leftSection={isCopied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />} onClick={() => void copy()}><span aria-live="polite">{t(isCopied ? "claim.copied" : "claim.copy")}</span></Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
