import { useTranslation } from "react-i18next";
import { PageHead } from "../../components/page.tsx";

export function IncidentPage() {
  const { t } = useTranslation();
  return <PageHead title={t("nav.incidents")} />;
}
