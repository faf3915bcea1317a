// `npm run -s bench:soc -- --json [--alerts N] [--incidents N] [--detections N]`: how long the pages take that people work
// with, at a million alerts and twenty thousand incidents of fifty organisations, and how many detections a second become
// alerts there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrate, openState, startPostgres } from "../src/store/index.ts";
import { END, fillLists, TENANTS } from "./lists-fill.ts";
import { measureLists, REQUESTS } from "./measure-lists.ts";
import { report } from "./report.ts";
import { fillSoc } from "./soc-fill.ts";
import { SOC_PAGES } from "./soc-pages.ts";
import { measureRaising } from "./soc-raise.ts";

const AIM_P95_MS = 50;
const AIM_RAISED_A_SECOND = 1_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, alerts: { type: "string", default: "1000000" }, incidents: { type: "string", default: "20000" }, detections: { type: "string", default: "20000" } } });
  const amounts = { alerts: Number(values.alerts), incidents: Number(values.incidents) };
  const say = (text: string): void => void process.stderr.write(text);
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-soc-"));
  const postgres = await startPostgres({ data: folder, log: () => {} });
  const state = openState({ url: postgres.url, onError: () => {} });
  try {
    await migrate(postgres.url);
    await fillLists(postgres.url, { journal: 10_000, detections: 1_000, assets: 50_000 }, say);
    await fillSoc(postgres.url, amounts, say);
    const raised = await measureRaising(state, Number(values.detections), new Date(END));
    say(`raised: ${JSON.stringify(raised)}\n`);
    const ms = await measureLists(state, SOC_PAGES, new Date(END));
    const slow = Object.entries(ms).filter(([, { p95 }]) => p95 > AIM_P95_MS).map(([name]) => name);
    report({ tenants: TENANTS, ...amounts, requests: REQUESTS, aimP95Ms: AIM_P95_MS, slow, ms, aimRaisedASecond: AIM_RAISED_A_SECOND, raised }, values.json);
  } finally {
    await state.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
