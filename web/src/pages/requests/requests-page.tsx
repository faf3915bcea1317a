// Requests: a team of the client sees its own, on a phone; the others see all of one organisation or of all.
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { Empty } from "../../components/states.tsx";
import { seatOf, useMe } from "../../data/me.ts";
import { useScope } from "../../data/scope.ts";
import { AllRequests } from "./all-requests.tsx";
import { TeamRequests } from "./team-requests.tsx";

export function RequestsPage() {
  const { t } = useTranslation("requests");
  const me = useMe();
  const scope = useScope();
  useCrumbs([{ text: t("title") }]);
  const tenants = scope === undefined ? me.organisations.map(({ tenant }) => tenant) : [scope];
  const [first] = tenants;
  if (first === undefined) return <Empty title={t("noTenant")} />;
  return seatOf(me) === "operations" ? <TeamRequests tenant={first} /> : <AllRequests tenants={tenants} />;
}
