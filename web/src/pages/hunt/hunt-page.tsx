import { useTranslation } from "react-i18next";
import { PageHead } from "../../components/page.tsx";

export function HuntPage() {
  const { t } = useTranslation();
  return <PageHead title={t("nav.hunt")} />;
}
