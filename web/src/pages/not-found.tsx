import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "../components/states.tsx";

/** What is not there, and what somebody may not know of: the same page, so that it tells nothing. */
export function NotFound() {
  const { t } = useTranslation();
  return <Empty title={t("notFound.title")} action={<Link to="/">{t("notFound.home")}</Link>}>{t("notFound.why")}</Empty>;
}
