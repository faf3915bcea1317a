import { use } from "react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useMe } from "../../data/me.ts";
import type { UnclaimedSender } from "../../data/quarantine.ts";
import { ClaimingContext } from "./claiming.ts";

/** One press, and a sender is on its way to be a source. */
export function Claim({ sender }: { readonly sender: UnclaimedSender }) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const claim = use(ClaimingContext);
  if (!may(me, "source:change")) return <span />;
  return <Button variant="filled" aria-haspopup="dialog" aria-label={t("claim.of", { asset: sender.asset })} onClick={() => claim(sender)}>{t("claim.title")}</Button>;
}
