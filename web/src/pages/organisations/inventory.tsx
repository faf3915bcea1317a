// The inventory of an organisation: assets, teams, networks, windows, where it comes from.
import { useTranslation } from "react-i18next";
import { TabLinks } from "../../components/page.tsx";
import { useView } from "../../data/search.ts";
import { Assets } from "./inventory/assets.tsx";
import { Feeds } from "./inventory/feeds.tsx";
import { Networks } from "./inventory/networks.tsx";
import { Teams } from "./inventory/teams.tsx";
import { Windows } from "./inventory/windows.tsx";

const PARTS = { assets: Assets, teams: Teams, networks: Networks, windows: Windows, feeds: Feeds } as const;
type Part = keyof typeof PARTS;

export function Inventory({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const { part } = useView();
  const parts = Object.keys(PARTS) as Part[];
  const chosen = parts.find((one) => one === part) ?? "assets";
  const Shown = PARTS[chosen];
  return (
    <>
      <div><TabLinks label={t("tab.inventory")} param="part" chosen={chosen} tabs={parts.map((name) => ({ name, text: t(`part.${name}`) }))} /></div>
      <Shown tenant={tenant} />
    </>
  );
}
