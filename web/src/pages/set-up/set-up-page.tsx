import { useTranslation } from "react-i18next";
import { PageHead } from "../../components/page.tsx";

export function SetUpPage() {
  const { t } = useTranslation();
  return <PageHead title={t("nav.home")} />;
}
