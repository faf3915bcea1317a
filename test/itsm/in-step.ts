// A platform and a real ITSM, worked in from both sides at once: each thing once on each side, nobody's words or edits lost.
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { each } from "../../src/requests/each.ts";
import { until } from "../platform/platform.ts";
import { type ItsmServer, type ItsmStage, setItsmStage } from "./stage.ts";

const AT_ONCE = Number(process.env["ITSM_REQUESTS"] ?? 200);
const KILLS = Number(process.env["ITSM_KILLS"] ?? 50);
// Whoever opens many does it over so many connections: all at once, the API says 503 on a machine that is busy.
const LANES = 20;
const SAMPLES = 20;
// As many rounds of words in one ticket.
const TALK = 5;
const LONG = 30 * 60_000;

const messagesOf = (page: Awaited<ReturnType<ItsmStage["page"]>>): readonly string[] => page.thread.filter(({ type }) => type === "message").map(({ text }) => text);
const times = (words: readonly string[], part: string): number => words.filter((text) => text.includes(part)).length;
const p95 = (all: readonly number[]): string => `p50 ${Math.round(at(all, 0.5))} ms, p95 ${Math.round(at(all, 0.95))} ms of ${all.length}`;
const at = (all: readonly number[], share: number): number => all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? NaN;

/** What both sides must show, whatever the ITSM. */
export function inStepSuite(name: string, start: () => Promise<ItsmServer>): void {
  describe(name, () => {
    let other: ItsmServer;
    let stage: ItsmStage;
    beforeAll(async () => {
      other = await start();
      stage = await setItsmStage(other);
    }, 10 * 60_000);
    afterAll(async () => {
      await stage?.end();
      await other?.stop();
    });

    const comments = async (id: string): Promise<readonly string[]> => {
      const reading = await other.connector.read(id);
      return reading.found === "yes" ? reading.ticket.comments.map(({ text }) => text) : [];
    };
    const stateOf = async (id: string): Promise<string> => (await other.look(id)).state;

    test("a request becomes a ticket in the queue of its team, and is there once", async () => {
      const ref = await stage.ask("a server in the basement");
      const id = await stage.ticketOf(ref);
      expect(await other.count(await stage.keyOf(ref))).toBe(1);
      expect((await other.look(id)).title).toMatch(new RegExp(`^\\[${ref}-\\w{4}\\] a server in the basement$`));
      expect((await stage.page(ref)).tickets[0]).toMatchObject({ status: "open", notAccepted: [], unmapped: [] });
    }, LONG);

    test("comments, states, files and another team cross both ways, once", async () => {
      const ref = await stage.ask("a printer");
      const id = await stage.ticketOf(ref);
      await stage.say(ref, "Mind the cable: <b>bold</b> & *star*");
      await until("our comment is there", async () => (times(await comments(id), "Mind the cable") === 1 ? true : undefined));
      await other.person.comment?.(id, "Which cable? é ü €", "public");
      await stage.waits("their comment is here", ref, (page) => times(messagesOf(page), "Which cable? é ü €") === 1);
      await other.person.move(id, other.working);
      await stage.waits("their work is ours", ref, ({ state }) => state === "in_progress");
      await other.person.attach?.(id, { name: "photo.bin", type: "application/octet-stream", data: Uint8Array.from({ length: 256 }, (_, i) => i) });
      await stage.waits("their file is here", ref, ({ files }) => files.some(({ name: file, size }) => file === "photo.bin" && size === 256));
      await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/files", { path: { tenant: "acme", request: ref }, body: { name: "hosts.csv", content: Buffer.from([0, 255, 10]).toString("base64") } });
      await until("our file is there", async () => {
        const reading = await other.connector.read(id);
        return reading.found === "yes" && reading.ticket.files.some(({ name: file }) => file === "hosts.csv") ? true : undefined;
      });
      if (other.queues !== null) {
        await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/reroute", { path: { tenant: "acme", request: ref }, body: { team: stage.teams[1], reason: "It is theirs" } });
        await stage.waits("it is in the other queue", ref, ({ tickets }) => tickets[0]?.queue === other.queues?.[1]);
      }
      await other.person.move(id, other.ended);
      await stage.waits("it is said to be done", ref, ({ state }) => state === "claimed_done");
      await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/reopen", { path: { tenant: "acme", request: ref }, body: { reason: "It is still there" } });
      await until("it is open again there", async () => ((await stateOf(id)) !== other.ended ? true : undefined), 90_000);
      // Some rounds later nothing came twice, and nothing came back.
      await wait(15_000);
      const page = await stage.page(ref);
      expect([times(messagesOf(page), "Mind the cable"), times(messagesOf(page), "Which cable?"), page.files.length]).toEqual([1, 1, 2]);
      const there = await comments(id);
      expect([times(there, "Mind the cable"), times(there, "Which cable?"), times(there, "It is still there")]).toEqual([1, 1, 1]);
      expect(page.state).toBe("reopened");
    }, LONG);

    test("a person and the platform edit the same ticket at the same time: nobody's edit is lost", async () => {
      const ref = await stage.ask("a switch");
      const id = await stage.ticketOf(ref);
      await Promise.all([
        (async () => {
          for (let i = 0; i < 6; i++) await other.person.comment?.(id, `person ${i}.`, "public");
          await other.person.rename(id, `[${ref}] a switch, on the second floor`);
        })(),
        (async () => { for (let i = 0; i < 6; i++) await stage.say(ref, `soc ${i}.`); })(),
        other.person.move(id, other.working),
      ]);
      for (let i = 0; i < 6; i++) {
        await stage.waits(`person ${i}`, ref, (page) => times(messagesOf(page), `person ${i}.`) === 1);
        await until(`soc ${i}`, async () => (times(await comments(id), `soc ${i}.`) === 1 ? true : undefined), 90_000);
      }
      expect((await other.look(id)).title).toBe(`[${ref}] a switch, on the second floor`);
      await stage.waits("state and title are known", ref, ({ state, tickets }) => state === "in_progress" && tickets[0]?.title?.endsWith("second floor") === true);
    }, LONG);

    test("merged: what it became is followed", async ({ skip }) => {
      if (other.person.merge === null) return skip("it merges nothing");
      const [one, two] = [await stage.ask("one of two"), await stage.ask("two of two")];
      const [first, second] = [await stage.ticketOf(one), await stage.ticketOf(two)];
      await other.person.merge(first, second);
      await other.person.comment?.(second, "Both at once.", "public");
      await other.person.move(second, other.ended);
      for (const ref of [one, two]) {
        await stage.waits("it is said to be done", ref, ({ state }) => state === "claimed_done");
        await stage.waits("the word is here", ref, (page) => times(messagesOf(page), "Both at once.") === 1);
      }
      return undefined;
    }, LONG);

    test("either side is started anew in the middle: nothing is lost, nothing is there twice", async () => {
      const ref = await stage.ask("a router");
      const id = await stage.ticketOf(ref);
      for (let i = 0; i < 4; i++) {
        await Promise.all([stage.say(ref, `soc before ${i}.`), other.person.comment?.(id, `person before ${i}.`, "public")]);
        if (i === 1) await other.restart();
        if (i === 2) {
          await stage.on.kill();
          await stage.on.restart();
        }
      }
      for (let i = 0; i < 4; i++) {
        await stage.waits(`person ${i}`, ref, (page) => times(messagesOf(page), `person before ${i}.`) === 1, 180);
        await until(`soc ${i}`, async () => (times(await comments(id), `soc before ${i}.`) === 1 ? true : undefined), 180_000);
      }
    }, LONG);

    test(`${AT_ONCE} requests at once: one ticket each, and states are equal at the end`, async () => {
      const began = performance.now();
      const refs: string[] = [];
      const all = Array.from({ length: AT_ONCE }, (_, i) => i);
      await each(all, async (i) => { refs[i] = await stage.ask(`machine ${i}`); }, LANES);
      const ids: string[] = [];
      for (const ref of refs) ids.push(await stage.ticketOf(ref, 1200));
      const seconds = (performance.now() - began) / 1000;
      expect(new Set(ids).size).toBe(AT_ONCE);
      await each(refs, async (ref) => { expect(await other.count(await stage.keyOf(ref)), ref).toBe(1); }, 4);
      await each(ids.filter((_, i) => i % 4 === 0), (id) => other.person.move(id, other.ended), 4);
      for (const [i, ref] of refs.entries()) await stage.waits("the state is the same", ref, ({ state }) => state === (i % 4 === 0 ? "claimed_done" : "sent"), 300);
      console.log(`${name}: ${AT_ONCE} requests at once were ${AT_ONCE} tickets after ${seconds.toFixed(0)} s`);
    }, LONG);

    test(`${KILLS} kills at random points: one ticket each, each word once`, async () => {
      const refs: string[] = [];
      const said: [string, string][] = [];
      const heard: [string, string][] = [];
      // People have something to write into from the beginning, however little gets done between kills.
      for (let i = 0; i < 5; i++) refs.push(await stage.ask(`there before ${i}`));
      const tickets = await Promise.all(refs.map(async (ref): Promise<[string, string]> => [ref, await stage.ticketOf(ref)]));
      for (let i = 0; i < KILLS; i++) {
        refs.push(await stage.ask(`killed ${i}`));
        const before = refs[randomInt(refs.length)]!;
        said.push([before, `soc word ${i}.`]);
        await stage.say(before, `soc word ${i}.`);
        const [ref, id] = tickets[randomInt(tickets.length)]!;
        heard.push([ref, `person word ${i}.`]);
        await other.person.comment?.(id, `person word ${i}.`, "public");
        // From a moment after its start to the middle of its rounds.
        await wait(randomInt(5_000));
        const killed = stage.on.processes()["jobs"];
        process.kill(killed!, "SIGKILL");
        await until("the role is there again", async () => {
          const pid = stage.on.processes()["jobs"];
          if (pid === undefined || pid === killed) return undefined;
          process.kill(pid, 0);
          return pid;
        });
      }
      for (const ref of refs) await stage.ticketOf(ref, 600);
      await each(refs, async (ref) => { expect(await other.count(await stage.keyOf(ref)), ref).toBe(1); }, 4);
      for (const [ref, word] of said) {
        const id = await stage.ticketOf(ref);
        await until(`${word} is there`, async () => (times(await comments(id), word) >= 1 ? true : undefined), 300_000);
        expect(times(await comments(id), word), word).toBe(1);
      }
      for (const [ref, word] of heard) {
        await stage.waits(`${word} is here`, ref, (page) => times(messagesOf(page), word) >= 1, 300);
        expect(times(messagesOf(await stage.page(ref)), word), word).toBe(1);
      }
      expect((await stage.writes()).filter(({ state }) => state === "refused" || state === "unknown")).toEqual([]);
      console.log(`${name}: ${KILLS} kills, ${refs.length} requests, ${said.length} words of the SOC, ${heard.length} of the team: each once`);
    }, LONG);

    test("how long a change takes to the other side", async () => {
      const took = async (does: (word: string) => Promise<unknown>, isThere: (word: string) => Promise<boolean>, word: string): Promise<number> => {
        const began = performance.now();
        await does(word);
        return until(`${word} crossed`, async () => ((await isThere(word)) ? performance.now() - began : undefined), 120_000);
      };
      const [polled, hinted, out]: [number[], number[], number[]] = [[], [], []];
      for (let ticket = 0; ticket < SAMPLES / TALK; ticket++) {
        const ref = await stage.ask(`a clock ${ticket}`);
        const id = await stage.ticketOf(ref);
        const here = async (word: string): Promise<boolean> => times(messagesOf(await stage.page(ref)), word) > 0;
        const there = async (word: string): Promise<boolean> => times(await (other.lastWords ?? comments)(id), word) > 0;
        for (let i = 0; i < TALK; i++) {
          await wait(randomInt(1_500));
          polled.push(await took(async (word) => other.person.comment?.(id, word, "public"), here, `polled ${i}.`));
          hinted.push(await took(async (word) => { await other.person.comment?.(id, word, "public"); await stage.hint(); }, here, `hinted ${i}.`));
          out.push(await took((word) => stage.say(ref, word), there, `outward ${i}.`));
        }
      }
      console.log(`${name}: from there to here, polled each 5 s: ${p95(polled)}; hinted: ${p95(hinted)}; from here to there: ${p95(out)}`);
    }, LONG);
  });
}
