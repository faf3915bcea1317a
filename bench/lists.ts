// `npm run -s bench:lists -- --json [--journal N]`: how long the lists take that people look at, with fifty organisations
// and a million entries in the journal: through the whole API without the network, key, permission and access log included.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrate, openState, startPostgres } from "../src/store/index.ts";
import { END, entryBelow, fillLists, PEOPLE_OF_ONE, TENANTS } from "./lists-fill.ts";
import { type List, measureLists, of, REQUESTS } from "./measure-lists.ts";
import { report } from "./report.ts";

const AIM_MS = 50;
const NOW = new Date(END);

const day = (n: number): string => new Date(NOW.getTime() - (1 + (n * 7) % 360) * 86_400_000).toISOString();

const LISTS: Readonly<Record<string, List>> = {
  journal: of("journal"),
  journalPage: of("journal", (n, organisation) => `?before=${entryBelow(organisation, 1_000_000 - n * 4_000)}`),
  journalOfPerson: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}`),
  journalOfStranger: of("journal", (n) => `?who=nobody${n}`),
  journalOfAction: of("journal", () => "?action=rule.switched"),
  journalOfRareAction: of("journal", () => "?action=setting.agreed"),
  journalOfActions: of("journal", () => "?action=access*"),
  journalOfRareActions: of("journal", () => "?action=setting*"),
  journalOfNoActions: of("journal", (n) => `?action=nothing${n}*`),
  journalOfDay: of("journal", (n) => `?since=${day(n + 1)}&until=${day(n)}`),
  journalUntil: of("journal", (n) => `?until=${day(n)}`),
  journalOfPersonUntil: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}&until=${day(n)}`),
  journalOfPersonAndActions: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}&action=setting*`),
  journalOfPlatform: () => "/v1/journal",
  detections: of("detections"),
  detectionsOfLevel: of("detections", () => "?level=critical"),
  detectionsOfDay: of("detections", (n) => `?until=${day(n)}`),
  detectionsOfRule: of("detections", (n) => `?rule=rule-${n}`),
  people: of("people"),
  peopleOfAll: (n) => `/v1/people?after=person.${String(n * 14).padStart(5, "0")}@example.com`,
  invitations: of("invitations"),
  assets: of("assets"),
  assetsPage: of("assets", (n) => `?limit=100&text=host-0${n % 10}`),
  assetsByText: of("assets", (n) => `?text=sn${n}`),
  assetsByTag: of("assets", (n) => `?tag=site-${n % 30}`),
  sources: of("sources"),
  settings: of("settings"),
  settingVersions: of("settings/mode-matrix/versions"),
  organisations: () => "/v1/tenants",
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, journal: { type: "string", default: "1000000" } } });
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-lists-"));
  const postgres = await startPostgres({ data: folder, log: () => {} });
  const state = openState({ url: postgres.url, onError: () => {} });
  try {
    await migrate(postgres.url);
    const amounts = { journal: Number(values.journal), detections: 50_000, assets: 50_000 };
    await fillLists(postgres.url, amounts, (text) => void process.stderr.write(text));
    const times = await measureLists(state, LISTS, NOW);
    const slow = Object.entries(times).filter(([, { p95 }]) => p95 > AIM_MS).map(([name]) => name);
    report({ tenants: TENANTS, people: TENANTS * PEOPLE_OF_ONE, ...amounts, requests: REQUESTS, aimP95Ms: AIM_MS, slow, ms: times }, values.json);
  } finally {
    await state.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
