// A setting in one line, for whoever looks over all of them.
import type { TFunction } from "i18next";
import type { SettingVersion } from "../../data/settings.ts";

type Lists = { readonly [name: string]: readonly unknown[] | undefined };

const LISTS: Readonly<Record<SettingVersion["kind"], string | undefined>> = {
  "mode-matrix": undefined, "service-hours": undefined, "holidays": "own", "severity-scale": "levels", "contacts": "people", "notifications": "entries",
  "feared-incidents": "incidents", "objectives": "objectives", "pre-authorised-actions": "actions", "exceptions": undefined,
};

/** What the document says, as short as it can be said. */
export function summaryOf(t: TFunction<"organisations">, { kind, document }: SettingVersion): string {
  if (kind === "mode-matrix") return t("sum.mode-matrix", { mode: t(`mode.${String(document["default"])}`, { ns: "shell" }), count: (document["cells"] as unknown[]).length });
  if (kind === "service-hours") return t(document["default"] === "always" ? "sum.always" : "sum.service-hours", { zone: document["timeZone"] });
  if (kind === "exceptions") return t("sum.exceptions", { count: document["days"] as number });
  const list = (document as Lists)[LISTS[kind] ?? ""] ?? [];
  return t(`sum.${kind}`, { count: list.length });
}
