// ⌘K: anything by its name. Pages add what they know of by `useCommands`.
import { Spotlight, createSpotlight, type SpotlightActionData } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../data/me.ts";
import { useChooseScope } from "../data/scope.ts";
import { placesOf } from "./nav.ts";

const [store, spotlight] = createSpotlight();
export const openPalette = (): void => spotlight.open();

// An alert's, an incident's or a request's own number: a link by itself.
const REFERENCE = /^[A-Z0-9]{2,6}-(?:A|R|E|S|\d{4})-?\d+/i;

export function Palette() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const choose = useChooseScope();
  const actions: SpotlightActionData[] = [
    ...placesOf(me).map(({ name, to, key, icon: Sign }) => ({ id: `go-${name}`, label: t(`nav.${name}`), description: t("palette.go", { key }), leftSection: <Sign size={18} stroke={1.75} />, onClick: () => void navigate({ to, search: ({ org }) => ({ org }) }) })),
    ...me.organisations.map(({ tenant, name }) => ({ id: `org-${tenant}`, label: name, description: t("palette.organisation"), onClick: () => choose(tenant) })),
    { id: "account", label: t("person.account"), onClick: () => void navigate({ to: "/account" }) },
  ];
  return (
    <Spotlight
      store={store}
      actions={actions}
      shortcut={null}
      scrollable
      highlightQuery
      limit={12}
      nothingFound={t("palette.nothing")}
      searchProps={{ placeholder: t("palette.search"), "aria-label": t("palette.search"), onKeyDown: (event) => {
        const text = event.currentTarget.value.trim();
        if (event.key === "Enter" && REFERENCE.test(text)) void navigate({ to: "/o/$ref", params: { ref: text.toUpperCase() } });
      } }}
    />
  );
}
