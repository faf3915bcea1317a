import { useTranslation } from "react-i18next";
import { PageHead } from "../../components/page.tsx";

export function JournalPage() {
  const { t } = useTranslation();
  return <PageHead title={t("nav.journal")} />;
}
