// Rows of tables with W3C names: IIS and other web servers, and proxies (Blue Coat, Zscaler, Squid in W3C format).
import type { Draft } from "../core/index.ts";
import { makeEvent } from "./make.ts";
import type { Shape } from "./shape.ts";

const PROXY_NAMES = ["s-action", "r-dns", "r-ip", "c-uri", "cs-uri-scheme", "s-supplier-name", "x-exception-id", "sc-filter-result"];
const WEB_NAMES = ["cs-method", "cs-uri-stem", "cs-uri-query", "sc-status", "cs-uri"];

const IIS_NAMES = ["sc-win32-status", "sc-substatus", "s-sitename"];

/** A row of a W3C extended log: of IIS, which is a service of Windows, of a proxy, or of another web server. */
export const w3cShape: Shape = ({ record, json, source }) => {
  if (!WEB_NAMES.some((name) => Object.hasOwn(record, name))) return undefined;
  const hasOne = (names: readonly string[]) => names.some((name) => Object.hasOwn(record, name));
  const isIis = hasOne(IIS_NAMES);
  const channel = isIis ? "iis" : hasOne(PROXY_NAMES) ? "proxy" : "web";
  const parts = { product: isIis ? "windows" : "w3c", channel, code: record["cs-method"], time: w3cTime(record), host: record["s-computername"] ?? record["s-ip"], fields: record };
  return [makeEvent(parts, undefined, json, source)];
};

function w3cTime(record: Draft): string | undefined {
  const { date, time } = record;
  if (typeof date === "string" && typeof time === "string") return `${date}T${time}Z`;
  return typeof time === "string" ? time : undefined;
}
