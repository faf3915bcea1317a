import { expect, test } from "vitest";
import { CmdbSourceSettings } from "../../contract/cmdb-sources.ts";
import { isFullDue, nextReadAt, shownUrl } from "./source.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const settings = CmdbSourceSettings.parse({ everyMinutes: 30, fullEveryHours: 24 });
const minutes = (failures: number, afterMs = 0, every = 30) => (nextReadAt({ settings: { ...settings, everyMinutes: every } }, NOW, failures, afterMs).getTime() - NOW.getTime()) / 60_000;

test.each([[0, 0, 30], [1, 0, 30], [4, 0, 40], [5, 0, 80], [20, 0, 360], [1, 2 * 3_600_000, 120]])("after %d failures, asked to wait %d ms, it is read again in %d min", (failures, after, expected) => expect(minutes(failures, after)).toBe(expected));

test("what is read once a day is not read more often because it failed", () => expect(minutes(3, 0, 1440)).toBe(1440));

test.each([
  ["it cannot tell what changed", { cursor: null, fullReadAt: NOW }, true], ["it was never read as a whole", { cursor: "1", fullReadAt: null }, true], ["a day is over", { cursor: "1", fullReadAt: new Date("2026-11-23T08:00:00Z") }, true],
  ["a day is not over", { cursor: "1", fullReadAt: new Date("2026-11-23T08:00:01Z") }, false],
])("all is read where %s: %o", (_, source, isDue) => expect(isFullDue({ ...source, settings }, NOW)).toBe(isDue));

test.each([
  ["https://a.example/x.csv?sig=secret&v=1", "https://a.example/x.csv?sig=…&v=…"], ["https://a.example", "https://a.example"], ["https://a.example/glpi/", "https://a.example/glpi/"], ["sftp://a.example:2022/drop/a-*.csv", "sftp://a.example:2022/drop/a-*.csv"],
])("%s is shown as %s", (url, shown) => expect(shownUrl(url)).toBe(shown));
