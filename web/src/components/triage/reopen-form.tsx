import { IconRotateClockwise } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AlertRow } from "../../data/alerts.ts";
import { AskReason } from "../ask-reason.tsx";
import type { Triage } from "./use-triage.ts";

/** A closed alert is opened again with a reason. */
export function ReopenForm({ row, triage }: { readonly row: AlertRow; readonly triage: Triage }) {
  const { t } = useTranslation("alert");
  return <AskReason label={t("verb.reopen")} verb={t("verb.reopen")} icon={<IconRotateClockwise size={16} aria-hidden />} run={(why) => triage.act([row], { do: "reopen", why })} />;
}
