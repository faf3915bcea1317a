// The connector by mail with a real IMAP server (Dovecot), and what is special with it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { RemoteError } from "../../src/outbound/index.ts";
import type { Connector, Ticket } from "../../src/requests/connectors/connector.ts";
import { mail } from "../../src/requests/connectors/mail/index.ts";
import { contractSuite } from "../connectors/contract.ts";
import { INTERNAL, type MailSide, NOC, optionsOf, SOC, startMailSide } from "./mail-side.ts";

const NO_HTTP = "it speaks no HTTP; cut connections and refusals are tested apart";
contractSuite("Mail", startMailSide, {
  "it sees a clock that is an hour off": "mail servers do not tell their clock",
  "a ticket whose making was not answered is made once": NO_HTTP,
  "whatever breaks is told as it is": NO_HTTP,
  "an update changes the named fields alone": "nobody changes a title by mail",
});

let side: MailSide;
let connector: Connector;
let count = 0;
const newKey = (): string => `AM-R-${String(++count).padStart(4, "0")}`;
const opened = (more: object = {}, secrets: object = {}): Connector => mail.open({
  http: () => { throw new Error("no HTTP"); }, url: side.system.imapUrl, options: mail.options.parse({ ...optionsOf(side.system), ...more }),
  secrets: { password: side.system.password, threads: "no one can make up our ids", ...secrets }, now: () => new Date(), ca: undefined, internal: INTERNAL,
});
const made = async (key = newKey()): Promise<string> => connector.create({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please block it." }], queue: NOC, priority: "high", asset: "srv-1", dueAt: new Date("2026-12-01T10:00:00Z") });
const readOf = async (id: string, by = connector): Promise<Ticket> => {
  const reading = await by.read(id);
  if (reading.found !== "yes") throw new Error(`${id} is ${reading.found}`);
  return reading.ticket;
};
const refusal = async (asked: Promise<unknown>): Promise<RemoteError> => {
  const thrown = await asked.then(() => undefined, (error: unknown) => error);
  expect(thrown).toBeInstanceOf(RemoteError);
  return thrown as RemoteError;
};

beforeAll(async () => {
  side = await startMailSide();
  connector = opened();
});
afterAll(async () => {
  await connector.close?.();
  await side.stop();
});

test("a request is a mail that people and machines can read", async () => {
  const id = await made();
  const [first] = await side.about(NOC, id);
  expect(first?.subject).toBe(`[${id}] Block the host`);
  expect(first?.text?.trim()).toBe(`Reference: ${id}\nPriority: high\nAsset: srv-1\nDue: 2026-12-01T10:00:00.000Z\n\nPlease block it.\n\nPlease answer this mail, and leave its subject as it is.`);
  expect(first?.messageId).toMatch(new RegExp(`^<vigie\\.${id}\\.ticket\\.[0-9a-f]{20}@vigie\\.test>$`));
  await connector.comment(id, "Any news?", "public", `${id}#1`);
  expect((await side.about(NOC, id)).at(-1)).toMatchObject({ inReplyTo: first?.messageId, subject: `Re: [${id}] Block the host`, text: "Any news?\n" });
});

test("a reply is what was written, without what it quotes", async () => {
  const id = await made();
  await side.answer(id, { text: "Done on both.\n\nOn Tue, 24 Nov 2026 at 10:00, SOC <soc@vigie.test>\nwrote:\n> Please block it.\n> -- \n" });
  await side.answer(id, { text: `> Which host?\nsrv-1\n\n-- \nAlice\nNOC`, isThreaded: false });
  expect((await readOf(id)).comments.map(({ author, text, visibility }) => [author, text, visibility])).toEqual([["Alice <alice@client.test>", "Done on both.", "public"], ["Alice <alice@client.test>", "srv-1", "public"]]);
});

test.each([
  ["of one who may", { text: "status: resolved" }, "resolved"],
  ["in French", { text: "Statut : Résolu.\n\nVoilà" }, "résolu"],
  ["of one who may reply, and not move", { text: "status: resolved", from: "bob@client.test" }, "sent"],
  ["without an id of ours, as anyone could write it", { text: "status: resolved", isThreaded: false }, "sent"],
  ["with an id that was made up", { text: "status: resolved", isThreaded: false, headers: { references: "<vigie.AM-R-0001.ticket.00000000000000000000@vigie.test>" } }, "sent"],
  ["that is quoted", { text: "Not yet.\n> status: resolved" }, "sent"],
  ["that is no state", { text: "status: still looking" }, "sent"],
  ["of a machine", { text: "status: resolved", headers: { "auto-submitted": "auto-replied" } }, "sent"],
])("a state %s", async (_, answer, want) => {
  const id = await made();
  await side.answer(id, answer);
  expect((await readOf(id)).state).toBe(want);
});

test("nobody moves a ticket where the option names nobody", async () => {
  const id = await made();
  await side.answer(id, { text: "status: resolved" });
  const careful = opened({ mayMove: [] });
  expect((await readOf(id, careful)).state).toBe("sent");
  await careful.close?.();
});

test("strangers are named, and not read; automatic replies and reports are told apart", async () => {
  const id = await made();
  await side.answer(id, { text: "Buy this", from: "eve@elsewhere.test" });
  await side.answer(id, { text: "I am away.", headers: { "auto-submitted": "auto-replied" } });
  const [first] = await side.about(NOC, id);
  await side.answer(id, {
    from: "MAILER-DAEMON@client.test", subject: "Undelivered Mail Returned to Sender", isThreaded: false,
    text: `The mail could not be delivered.\n\nMessage-ID: ${first?.messageId ?? ""}`,
  });
  const { comments, state } = await readOf(id);
  expect(comments.map(({ visibility }) => visibility)).toEqual(["internal", "internal", "internal"]);
  expect(comments.map(({ text }) => text.split("\n")[0])).toEqual(["[not read] A mail of eve@elsewhere.test, who is none of those who may reply.", "[automatic reply] I am away.", "[not delivered] The mail could not be delivered."]);
  expect(state).toBe("undelivered");
});

test("a note of ours that was copied into another mail moves nothing", async () => {
  const id = await made();
  await connector.transition(id, "closed", "", null);
  const note = (await side.about(SOC, id)).flatMap(({ headerLines }) => headerLines.filter(({ key }) => key === "x-vigie-note")).at(-1)?.line.replace(/^[^:]*:\s*/, "").replace(/\s+/g, " ") ?? "";
  await connector.transition(id, "in progress", "", null);
  await side.answer(id, { text: "x", from: "eve@elsewhere.test", headers: { "x-vigie-note": note } });
  expect((await readOf(id)).state).toBe("in progress");
});

test("where the answer of the server was lost, the copy proves that the mail went out", async () => {
  const key = newKey();
  side.system.smtp.next = "cuts after";
  expect(await refusal(made(key))).toMatchObject({ problem: "cut", arrived: "maybe" });
  expect(await connector.findByKey(key)).toEqual({ found: "yes", id: key });
  const other = newKey();
  side.system.smtp.next = "cuts before";
  expect(await refusal(made(other))).toMatchObject({ arrived: "maybe" });
  expect(await connector.findByKey(other)).toEqual({ found: "no" });
  await made(other);
  expect(await side.count(other)).toBe(1);
});

test("what is refused is told as it is", async () => {
  side.system.smtp.next = "refuses";
  expect(await refusal(made())).toMatchObject({ problem: "refused", arrived: "no" });
  side.system.smtp.next = "later";
  expect(await refusal(made())).toMatchObject({ problem: "busy", arrived: "no" });
  const wrong = opened({}, { password: "wrong" });
  expect(await refusal(wrong.read("AM-R-0001"))).toMatchObject({ problem: "unauthorized" });
  await wrong.close?.();
  const outside = mail.open({ http: () => { throw new Error("no HTTP"); }, url: side.system.imapUrl, options: mail.options.parse(optionsOf(side.system)), secrets: {}, now: () => new Date(), ca: undefined });
  expect(await refusal(outside.read("AM-R-0001"))).toMatchObject({ problem: "unreachable", arrived: "no", todo: expect.stringContaining("internalHosts") as string });
  expect((await opened({}, { threads: "short" }).probe()).checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["threads"]);
});
