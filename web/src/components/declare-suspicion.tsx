import { Button } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Always in sight of the client's security team. */
export function DeclareSuspicion() {
  const { t } = useTranslation();
  return <Button renderRoot={(props) => <Link to="/declare" {...props} />} variant="outline" color="var(--v-critical)" leftSection={<IconSpeakerphone size={16} stroke={1.75} aria-hidden />}>{t("shell.declare")}</Button>;
}
