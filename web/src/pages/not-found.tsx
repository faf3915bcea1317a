import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "../components/page.tsx";
import { Empty } from "../components/states.tsx";

/** What is not there, and what somebody may not know of: the same page, so that it tells nothing. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("notFound.title")} />
      <Empty title={t("notFound.why")} action={<Link to="/">{t("notFound.home")}</Link>} />
    </>
  );
}
