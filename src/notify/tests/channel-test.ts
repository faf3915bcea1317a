// The second means of notification is tested every six months and at each change (PDIS IV.2.3.b): a code goes out by it,
// and somebody of the client, who did not ask for the test, enters in the portal what arrived. The register does not show the code. So a test
// proves that a message arrives, not that it was sent.
import { createHash, timingSafeEqual } from "node:crypto";
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import { record, type State, withTenant } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { render } from "../content/render.ts";
import type { Notification } from "../notification.ts";
import { addressOf } from "../plan/address.ts";
import { insertNotifications } from "../repo.ts";
import { addWrongAnswer, confirmTest, findTest, insertTest, selectTests, type StoredTest } from "./repo.ts";

export type ChannelTest = Omit<StoredTest, "code" | "askedById">;
/** `newCode` gives six digits that nobody can guess. */
export type TestDeps = { readonly state: State; readonly newId: () => string; readonly newCode: () => string };

const ANSWERS = 5;
const VALID_MS = 24 * 3_600_000;
const digest = (id: string, code: string): Buffer => createHash("sha256").update(`${id}\n${code}`).digest();

/** Sends a code to a contact by a channel. By phone a person reads it out: it stands in the register among the calls to make. */
export function askTest({ state, newId, newCode }: TestDeps, caller: Caller, tenant: string, { channel, contact: key }: { readonly channel: "email" | "phone" | "sms"; readonly contact: string }): Promise<ChannelTest> {
  return withTenant(state, tenant, async (db) => {
    const { contacts } = (await settingsAt(db, caller.now)).documents;
    const contact = contacts.people.find((one) => one.key === key);
    if (contact === undefined) throw new DomainError("invalid", `There is no contact ${key}: the settings have ${contacts.people.map((one) => one.key).join(", ") || "none"}.`);
    const address = addressOf(contact, channel);
    if (address === undefined) throw new DomainError("invalid", `The contact ${key} cannot be reached by ${channel}: the settings have no number for it.`);
    const id = newId();
    const code = newCode();
    const test: StoredTest = { id, channel, contact: key, code: digest(id, code), askedBy: caller.who, askedById: caller.id, askedAt: caller.now, confirmedBy: null, confirmedAt: null };
    await insertTest(db, test);
    const { subject, body } = render("channel-test", { ref: "VIGIE", due: null }, { language: contact.language, timeZone: contact.timeZone, link: null, code });
    const isMail = channel === "email";
    const notification: Notification = {
      id: `test-${id}`, fact: { id: 0, kind: "channel-test.asked" }, about: { kind: "channel-test", id, ref: "VIGIE" }, event: "channel-test", channel, recipient: { kind: "contact", key, name: contact.name }, address, language: contact.language,
      disclosure: "reference", subject, body, state: isMail ? "queued" : "manual", attempts: 0, nextAttemptAt: isMail ? caller.now : null, createdAt: caller.now, dueAt: null, endedAt: null, result: null,
    };
    await insertNotifications(db, tenant, [notification]);
    await record(db, caller, { action: "channel-test.asked", subject: id, details: { channel, contact: key } });
    return shown(test);
  });
}

/** Takes the code back. A wrong one counts, and after five the test is lost. */
export async function answerTest(state: State, caller: Caller, tenant: string, id: string, code: string): Promise<ChannelTest> {
  if (caller.side !== "client" || !isPerson(caller)) throw new DomainError("forbidden", "Somebody of the client enters the code that arrived there: else nothing would show that it did.");
  const answered = await withTenant(state, tenant, async (db) => {
    const test = await findTest(db, id);
    if (test === undefined) throw new DomainError("not_found", `There is no test ${id}.`);
    if (test.askedById === caller.id) throw new DomainError("forbidden", "You asked for this test: whoever received the code enters it.");
    if (test.confirmedAt !== null) throw new DomainError("conflict", `The test was passed at ${test.confirmedAt.toISOString()}.`);
    if (test.wrongAnswers >= ANSWERS || caller.now.getTime() - test.askedAt.getTime() > VALID_MS) throw new DomainError("conflict", "The code is used up or older than a day: ask for a new test.");
    if (!timingSafeEqual(digest(id, code.trim()), test.code)) {
      await addWrongAnswer(db, id);
      return undefined;
    }
    await confirmTest(db, id, caller.who, caller.now);
    await record(db, caller, { action: "channel-test.passed", subject: id, details: { channel: test.channel, contact: test.contact } });
    return shown({ ...test, confirmedBy: caller.who, confirmedAt: caller.now });
  });
  // Outside the transaction: the wrong answer stays counted.
  if (answered === undefined) throw new DomainError("invalid", "That is not the code that was sent.");
  return answered;
}

/** The newest tests, and when each channel passed last. */
export const listTests = (state: State, tenant: string): Promise<readonly ChannelTest[]> => withTenant(state, tenant, async (db) => (await selectTests(db, 100)).map(shown));

const shown = ({ id, channel, contact, askedBy, askedAt, confirmedBy, confirmedAt }: StoredTest): ChannelTest => ({ id, channel, contact, askedBy, askedAt, confirmedBy, confirmedAt });
