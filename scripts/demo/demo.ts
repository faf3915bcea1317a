// `npm run demo`: starts the platform, replays an evening at two organisations through real sockets, and prints what was
// detected, one hunt, and whom to sign in as. Then it goes on until Ctrl-C; `-- --end` ends it at once.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { ask, endPlatform, startPlatform, VIGIE, type Running } from "./platform.ts";
import { replay, TENANTS, type Hour } from "./replay.ts";
import { accounts, askClient, handleIncident, prepare } from "./stories.ts";
import { table } from "./table.ts";

// Where nobody is there to press Ctrl-C it ends by itself.
const goesOn = !process.argv.includes("--end") && (process.stdin.isTTY || process.argv.includes("--keep"));
console.log("Starting the platform: database, event store, listeners, detection, API…");
const platform = await startPlatform();
try {
  const { api = "", http = "", syslog = "" } = platform.addresses;
  console.log("Letting people of both organisations and of the provider in…");
  const people = await prepare(api, platform.key);
  console.log(`Replaying an evening at two organisations through ${http} and ${syslog}…`);
  await replay(platform);
  await show(platform);
  hunt(platform);
  console.log(`\nFonderies du Rhône was asked: ${await askClient(people)}`);
  console.log(`Hébergement du Rhône is being handled: ${await handleIncident(people)}`);
  // Browsers take the cookies of a session over plain HTTP from this name alone.
  const page = api.replace("127.0.0.1", "localhost");
  console.log(`\nOpen ${page} and sign in as one of them; the code comes from the TOTP secret, in an authenticator app:\n${accounts(people)}`);
  if (goesOn) {
    console.log(`\nVigie goes on with this: API ${api}, key of the administrator ${platform.key}. Ctrl-C ends it and deletes its data.`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  } else console.log("\nVigie ends now and deletes its data, so these accounts are gone: `npm run demo -- --keep` goes on until Ctrl-C.");
} finally {
  await endPlatform(platform);
}

type Detection = { readonly time: string; readonly level: string | null; readonly host: string | null; readonly rule: { readonly title: string; readonly tags: readonly string[] } };

async function show(running: Running): Promise<void> {
  for (const { id, name } of TENANTS) {
    const { hours } = await ask<{ hours: readonly Hour[] }>(running, `/v1/tenants/${id}/collection/hours`);
    const sum = (of: "received" | "stored" | "quarantined" | "dropped" | "duplicates" | "events") => hours.reduce((total, hour) => total + hour[of], 0);
    const { detections } = await ask<{ detections: readonly Detection[] }>(running, `/v1/tenants/${id}/detections?limit=1000`);
    console.log(`\n${name}: ${sum("received")} lines = ${sum("stored")} stored + ${sum("quarantined")} in quarantine + ${sum("dropped")} dropped + ${sum("duplicates")} repeated; ${sum("events")} events, ${detections.length} detections`);
    console.log(table(detections.toReversed().map(({ time, level, host, rule }) => [time.slice(0, 19).replace("T", " "), level ?? "", host ?? "", rule.title, rule.tags.filter((tag) => /^attack\.t\d/.test(tag)).map((tag) => tag.slice(7).toUpperCase()).join(" ")])));
  }
}

function hunt({ addresses, key }: Running): void {
  const query = "process.name: rundll32.exe or process.name: vssadmin.exe";
  console.log(`\n$ vigie hunt fonderies '${query}'`);
  const { stdout, stderr } = spawnSync(VIGIE, ["hunt", "fonderies", query, "--limit", "5", "--url", addresses["api"]!, "--key", key], { encoding: "utf8" });
  console.log(`${stdout}${stderr}`.trimEnd());
}
