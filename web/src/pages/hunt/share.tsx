import { useState } from "react";
import { Button } from "@mantine/core";
import { IconCheck, IconLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useKeys } from "../../keys/index.tsx";

const SAID_MS = 2_000;

/** Copies the address, which is the whole view. */
export function Share() {
  const { t } = useTranslation("hunt");
  const [isCopied, setCopied] = useState(false);
  const share = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_MS);
  };
  useKeys([{ key: "y", label: t("share.key"), group: t("title"), run: () => void share() }]);
  return <Button variant="subtle" color="gray" leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconLink size={16} aria-hidden />} onClick={() => void share()}><span aria-live="polite">{t(isCopied ? "share.copied" : "share.title")}</span></Button>;
}
