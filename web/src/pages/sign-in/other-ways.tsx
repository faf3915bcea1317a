// Other ways in than a password: a passkey of this device, or the identity provider of the address's domain.
import { Button } from "@mantine/core";
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { knowsPasskeys } from "../../data/account.ts";
import styles from "./sign-in.module.css";

export function OtherWays({ isSending, byPasskey, byOrganisation }: { readonly isSending: boolean; readonly byPasskey: () => void; readonly byOrganisation: () => void }) {
  const { t } = useTranslation("sign-in");
  return (
    <div className={styles.ways}>
      {knowsPasskeys() && <Button size="sm" disabled={isSending} leftSection={<IconFingerprint size={16} aria-hidden />} onClick={byPasskey}>{t("passkey")}</Button>}
      <Button size="sm" disabled={isSending} leftSection={<IconBuilding size={16} aria-hidden />} onClick={byOrganisation}>{t("organisation")}</Button>
    </div>
  );
}
