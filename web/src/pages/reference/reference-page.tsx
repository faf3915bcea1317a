// The address in a mail, or what was typed into the palette: it leads to the page of the reference.
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useMe } from "../../data/me.ts";
import { referenceQuery } from "../../data/references.ts";

export function ReferencePage() {
  const { t } = useTranslation();
  const { ref } = useParams({ from: "/inside/o/$ref" });
  const found = useQuery(referenceQuery(useMe(), ref.toUpperCase()));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data === null) return <Empty title={t("reference.none", { ref })}>{t("reference.why")}</Empty>;
  return <Navigate to={found.data.to} params={found.data.params as never} replace />;
}
