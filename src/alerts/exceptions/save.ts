// An author's steps: write, revise, propose, withdraw. Who proposes a narrow exception puts it into force; a wide one waits.
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import { tenantRules } from "../../rulesets/index.ts";
import { emit, record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { alertsNamed } from "../repo.ts";
import { compileConditions, digestOf } from "./conditions.ts";
import { after, type Exception, type ExceptionText, type ExceptionVerb } from "./exception.ts";
import { needsOf } from "./needs.ts";
import { type Backtest, findException, insertStep, newestBacktest, putException } from "./repo.ts";

export type ExceptionToSave = Omit<ExceptionText, "expiresAt"> & {
  readonly expiresAt?: Date | undefined;
  /** Id or reference. */
  readonly alert?: string | undefined;
  /** Kept for later; otherwise it is proposed at once. */
  readonly draft?: boolean | undefined;
};

const DAY_MS = 86_400_000;
const MAX_DAYS = 365;
const FRESH_MS = 3_600_000;
/** How far back a test looks that lets a text be saved. */
export const TESTED_DAYS = 90;

/** Writes an exception; it needs a backtest of this very text, made within the last hour, unless it is a draft. */
export async function saveException(state: State, caller: Caller, tenant: string, { id, ...given }: ExceptionToSave & { readonly id: string }): Promise<Exception> {
  await checkRule(state, tenant, given.scope.rule, caller.now);
  return withTenant(state, tenant, async (db) => {
    const text = await checkText(db, caller.now, given);
    const { now } = caller;
    const alert = given.alert === undefined ? null : await idOfAlert(db, given.alert);
    const draft: Exception = {
      ...text, id, version: 1, state: "draft", digest: digestOf(text.scope, text.conditions), author: authorOf(caller), alert, createdAt: now, changedAt: now, needs: { reasons: [], client: false }, backtest: null, approved: null, endedAt: null,
    };
    await keep(db, caller, draft, "draft");
    return given.draft === true ? draft : propose(db, caller, draft);
  });
}

/** Writes its text anew; what was proposed is a draft again, and the new text's author is whoever wrote it. */
export async function reviseException(state: State, caller: Caller, tenant: string, { id, ...given }: ExceptionToSave & { readonly id: string }): Promise<Exception> {
  await checkRule(state, tenant, given.scope.rule, caller.now);
  return withTenant(state, tenant, async (db) => {
    const before = await lockException(db, id);
    const next = after(before.state, "revise");
    const text = await checkText(db, caller.now, given);
    const revised: Exception = {
      ...before, ...text, state: next, version: before.version + 1, digest: digestOf(text.scope, text.conditions), author: authorOf(caller), changedAt: caller.now, needs: { reasons: [], client: false }, backtest: null,
    };
    await keep(db, caller, revised, "revise");
    return given.draft === true ? revised : propose(db, caller, revised);
  });
}

/** Proposes a draft; it needs a fresh backtest. */
export const proposeException = (state: State, caller: Caller, tenant: string, id: string): Promise<Exception> =>
  withTenant(state, tenant, async (db) => propose(db, caller, await lockException(db, id)));

/** Takes it back; what was written stays. */
export const withdrawException = (state: State, caller: Caller, tenant: string, { id, reason }: { readonly id: string; readonly reason: string }): Promise<Exception> =>
  withTenant(state, tenant, async (db) => {
    const before = await lockException(db, id);
    const withdrawn: Exception = { ...before, state: after(before.state, "withdraw"), version: before.version + 1, changedAt: caller.now, endedAt: caller.now };
    await keep(db, caller, withdrawn, "withdraw", reason);
    return withdrawn;
  });

async function propose(db: TenantDb, caller: Caller, before: Exception): Promise<Exception> {
  after(before.state, "propose");
  const { strictness } = compileConditions(before.conditions);
  if (before.expiresAt <= caller.now) throw new DomainError("invalid", `It would have ended on ${before.expiresAt.toISOString()}: give a later expiry.`);
  const tested = await freshBacktest(db, before, caller.now);
  const policy = (await settingsAt(db, caller.now)).documents.exceptions;
  const needs = needsOf(before.scope, strictness, tested.result, policy);
  const proposed: Exception = { ...before, state: "proposed", version: before.version + 1, changedAt: caller.now, needs, backtest: tested.id };
  await keep(db, caller, proposed, "propose");
  const isClear = needs.reasons.length === 0 && (!needs.client || (caller.side === "client" && isPerson(caller)));
  if (!isClear) {
    await emit(db, caller, { kind: "exception.proposed", subject: before.id, details: { title: before.title, rule: before.scope.rule, client: needs.client, reasons: needs.reasons.length } });
    return proposed;
  }
  // Nobody else has to look: who wrote it answers for it.
  const approved: Exception = { ...proposed, state: after("proposed", "approve"), version: proposed.version + 1, approved: { ...authorOf(caller), at: caller.now } };
  await keep(db, caller, approved, "approve", "It is narrow, and the backtest hid no true positive: no second person is needed.");
  await emit(db, caller, { kind: "exception.approved", subject: before.id, details: { title: before.title, rule: before.scope.rule, second: false } });
  return approved;
}

async function freshBacktest(db: TenantDb, { digest }: Exception, now: Date): Promise<Backtest> {
  // A shorter look back could leave out the very attack that it would have hidden.
  const tested = await newestBacktest(db, digest, TESTED_DAYS);
  if (tested === undefined) throw new DomainError("conflict", `This text was never put to the past ${TESTED_DAYS} days: POST it to exceptions/backtest first, look at what it would have hidden, then save it.`);
  if (tested.at.getTime() < now.getTime() - FRESH_MS) throw new DomainError("conflict", `The last backtest of this text is of ${tested.at.toISOString()}, more than an hour ago: run it again, then save.`);
  const [unknown] = tested.result.unknownFields;
  if (unknown !== undefined) throw new DomainError("invalid", `Nothing in the past had a field ${unknown.field}${unknown.instead === null ? "" : `: did you mean ${unknown.instead}?`} An exception on it would hide nothing, or everything that lacks it.`);
  return tested;
}

async function checkText(db: TenantDb, now: Date, { title, scope, conditions, justification, expiresAt }: ExceptionToSave): Promise<ExceptionText> {
  compileConditions(conditions);
  const { days } = (await settingsAt(db, now)).documents.exceptions;
  const until = expiresAt ?? new Date(now.getTime() + days * DAY_MS);
  if (until <= now) throw new DomainError("invalid", "The exception would end before it begins: give an expiry in the future.");
  if (until.getTime() > now.getTime() + MAX_DAYS * DAY_MS) throw new DomainError("invalid", `An exception holds for ${MAX_DAYS} days at most: what is right for good belongs into the rule's override, which the registry keeps.`);
  return { title, scope, conditions, justification, expiresAt: until };
}

async function checkRule(state: State, tenant: string, rule: string | null, at: Date): Promise<void> {
  if (rule === null) return;
  const { rules } = await tenantRules(state, tenant, { at, version: "newest" });
  if (!rules.some(({ document }) => document.key === rule)) throw new DomainError("not_found", `No pack of this organisation has a rule ${rule}: the list of its rules has the keys.`);
}

async function idOfAlert(db: TenantDb, name: string): Promise<string> {
  const alert = (await alertsNamed(db, [name])).get(name);
  if (alert === undefined) throw new DomainError("not_found", `There is no alert ${name}.`);
  return alert.id;
}

const authorOf = ({ who, id, side }: Caller): Exception["author"] => ({ who, id, side });

/** The exception, locked until the transaction ends. */
export async function lockException(db: TenantDb, id: string): Promise<Exception> {
  const found = await findException(db, id, { forUpdate: true });
  if (found === undefined) throw new DomainError("not_found", `There is no exception ${id}.`);
  return found;
}

const WORDS: Readonly<Record<ExceptionVerb, string>> = { draft: "drafted", revise: "revised", propose: "proposed", approve: "approved", refuse: "refused", withdraw: "withdrawn", end: "ended" };

/** Writes a step: the exception as it is then, its version, and the journal's row. */
export async function keep(db: TenantDb, { who, id: caller, side, now }: Caller, exception: Exception, verb: ExceptionVerb, reason?: string): Promise<void> {
  await putException(db, exception);
  await insertStep(db, exception, { verb, who, caller, side, at: now, reason: reason ?? null });
  const { title, scope, version, expiresAt, digest } = exception;
  await record(db, { who, id: caller, side, now }, { action: `exception.${WORDS[verb]}`, subject: exception.id, reason: reason ?? exception.justification, details: { title, rule: scope.rule, version, expiresAt, digest } });
}
