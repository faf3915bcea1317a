// One press, and a sender is a source.
import { lazy, Suspense, useState } from "react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useMe } from "../../data/me.ts";
import type { UnclaimedSender } from "../../data/quarantine.ts";
import { useScope } from "../../data/scope.ts";

const SourceDialog = lazy(async () => ({ default: (await import("./source-dialog.tsx")).SourceDialog }));

export function Claim({ sender }: { readonly sender: UnclaimedSender }) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const scope = useScope();
  const [isOpen, setOpen] = useState(false);
  if (!may(me, "source:change")) return <span />;
  return (
    <>
      <Button variant="filled" aria-haspopup="dialog" aria-label={t("claim.of", { asset: sender.asset })} onClick={() => setOpen(true)}>{t("claim.title")}</Button>
      {isOpen && <Suspense><SourceDialog tenant={scope} sender={sender} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
