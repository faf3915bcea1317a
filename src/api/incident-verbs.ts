import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { ClosureReason } from "../alerts/index.ts";
import { CLOSURE_REASONS } from "../alerts/index.ts";
import { AddPart, AssignIncident, AttachedFile, AttachFile, ChangeIncident, ChangePart, CloseIncident, Incident, IncidentFilePath, IncidentPartPath, IncidentPath, LinkAlerts, MergeIncidents, QualifyIncident, RelateIncident, SayInIncident, SetAware, SetSeverity, SetStage, SetWaiting, SplitIncident, UnlinkAlerts, UnrelateIncident, WithReason } from "../contract/incidents.ts";
import { Problem } from "../contract/problem.ts";
import type { Permission } from "../contract/roles.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { addPart, assignIncident, attachFile, changeIncident, changePart, changeSeverity, closeIncident, linkAlerts, mergeIncidents, type PartToAdd, qualifyIncident, readFile, relateIncident, removeFile, removePart, reopenIncident, sayInIncident, setAware, setStage, setWaiting, shareFile, showIncident, splitIncident, takeIncident, unlinkAlerts, unrelateIncident } from "../incidents/index.ts";
import { type TenantDb, withTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { holderNamed } from "./holder.ts";
import { presentFile, presentIncident } from "./present-incident.ts";
import { FILE_BYTES, sendFile } from "./send-file.ts";
import { about, answers, dateOf, type Routes } from "./routes.ts";
import { unfinishedIn } from "./unfinished.ts";

const TAG = "incidents";
const ONE = "/v1/tenants/:tenant/incidents/:incident";

/** What people do with an incident; each answers with its page. */
export const incidentVerbRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  const done = (request: FastifyRequest, { tenant, incident }: z.infer<typeof IncidentPath>, work: (db: TenantDb, caller: Caller, incident: string) => Promise<unknown>) =>
    withTenant(state, tenant, async (db) => {
      const caller = callerOf(request);
      await work(db, caller, incident);
      return presentIncident(await showIncident(db, caller, incident));
    });
  const described = (summary: string, needed: Permission) => ({ ...about(TAG, summary, needed), params: IncidentPath, response: answers(Incident) });

  app.patch(ONE, { schema: { ...described("Change what is said of it", "incident:handle"), body: ChangeIncident } }, (request) => {
    const { occurredAt, ...change } = request.body;
    return done(request, request.params, (db, caller, name) => changeIncident(db, caller, name, { ...change, occurredAt: dateOf(occurredAt) }));
  });
  app.post(`${ONE}/take`, { schema: described("Have it, for the caller's side", "incident:comment") }, (request) => done(request, request.params, takeIncident));
  app.post(`${ONE}/assign`, { schema: { ...described("Say who has it, for either side", "incident:comment"), body: AssignIncident } }, async (request) => {
    const { side, person, comment } = request.body;
    const to = person === null ? null : await holderNamed(state, person, [request.params.tenant], side);
    return done(request, request.params, (db, caller, name) => assignIncident(db, caller, name, { side, to, comment }));
  });
  app.post(`${ONE}/aware`, { schema: { ...described("Since when the organisation is aware of it (NIS2)", "incident:comment"), body: SetAware } }, (request) =>
    done(request, request.params, (db, caller, name) => setAware(db, caller, name, { at: new Date(request.body.at), evidence: request.body.evidence })));
  app.post(`${ONE}/stage`, { schema: { ...described("Go to another stage; back with a reason", "incident:handle"), body: SetStage } }, (request) => done(request, request.params, (db, caller, name) => setStage(db, caller, name, request.body)));
  app.post(`${ONE}/severity`, { schema: { ...described("Change the severity; clocks count from the same start", "incident:handle"), body: SetSeverity } }, (request) => done(request, request.params, (db, caller, name) => changeSeverity(db, caller, name, request.body)));
  app.post(`${ONE}/waiting`, { schema: { ...described("Say on whom it waits", "incident:handle"), body: SetWaiting } }, (request) => {
    const { on, team, reason = "", until } = request.body;
    if (on !== null && reason === "") throw new DomainError("invalid", "reason: say what it waits for.");
    return done(request, request.params, (db, caller, name) => setWaiting(db, caller, name, on === null ? null : { on, team, reason, until: dateOf(until) }));
  });
  app.post(`${ONE}/qualify`, { schema: { ...described("Say what it turned out to be", "incident:qualify"), body: QualifyIncident } }, (request) => done(request, request.params, (db, caller, name) => qualifyIncident(db, caller, name, request.body)));
  app.post(`${ONE}/close`, { schema: { ...described("Close it; refused with all that is missing", "incident:handle"), body: CloseIncident } }, (request) => {
    const { alertsAs, ...closing } = request.body;
    return done(request, request.params, (db, caller, name) => closeIncident(db, caller, name, { ...closing, alertsAs: closureReason(alertsAs) }, unfinishedIn(db)));
  });
  app.post(`${ONE}/reopen`, { schema: { ...described("Open it again", "incident:handle"), body: WithReason } }, (request) => done(request, request.params, (db, caller, name) => reopenIncident(db, caller, name, request.body.reason)));
  app.post(`${ONE}/alerts`, { schema: { ...described("Link alerts to it", "incident:handle"), body: LinkAlerts } }, (request) => done(request, request.params, (db, caller, name) => linkAlerts(db, caller, name, request.body.alerts)));
  app.post(`${ONE}/alerts/unlink`, { schema: { ...described("Take alerts out of it", "incident:handle"), body: UnlinkAlerts } }, (request) => done(request, request.params, (db, caller, name) => unlinkAlerts(db, caller, name, request.body.alerts, request.body.reason)));
  app.post(`${ONE}/entries`, { schema: { ...described("Write into the thread", "incident:comment"), body: SayInIncident } }, (request) => {
    const { eventTime, ...said } = request.body;
    return done(request, request.params, (db, caller, name) => sayInIncident(db, caller, name, { ...said, eventTime: dateOf(eventTime) }));
  });
  app.post(`${ONE}/merge`, { schema: { ...described("Merge others into it", "incident:handle"), body: MergeIncidents } }, (request) => done(request, request.params, (db, caller, name) => mergeIncidents(db, caller, name, request.body.others, request.body.reason)));
  app.post(`${ONE}/split`, { schema: { ...described("Make an incident of its own from a part of it", "incident:handle"), body: SplitIncident } }, (request) => {
    const { files, ...split } = request.body;
    return done(request, request.params, (db, caller, name) => splitIncident(db, caller, name, { ...split, attachments: files }));
  });
  app.post(`${ONE}/related`, { schema: { ...described("Say that another belongs with it", "incident:handle"), body: RelateIncident } }, (request) => done(request, request.params, (db, caller, name) => relateIncident(db, caller, name, request.body)));
  app.post(`${ONE}/related/end`, { schema: { ...described("Say that it does not", "incident:handle"), body: UnrelateIncident } }, (request) => done(request, request.params, (db, caller, name) => unrelateIncident(db, caller, name, request.body)));
  app.post(`${ONE}/parts`, { schema: { ...described("Add an asset, account, indicator, technique or task", "incident:comment"), body: AddPart } }, (request) => done(request, request.params, (db, caller, name) => addPart(db, caller, name, partOf(request.body))));
  app.patch(`${ONE}/parts/:part`, { schema: { ...described("Say something else of a part; what it was stands in thread and journal", "incident:comment"), params: IncidentPartPath, body: ChangePart } }, (request) =>
    done(request, request.params, (db, caller, name) => changePart(db, caller, name, request.params.part, request.body)));
  app.post(`${ONE}/parts/:part/remove`, { schema: { ...described("Take a part out", "incident:comment"), params: IncidentPartPath, body: WithReason } }, (request) =>
    done(request, request.params, (db, caller, name) => removePart(db, caller, name, request.params.part, request.body.reason)));
};

/** Files of an incident: kept, never opened. */
export const incidentFileRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.post(`${ONE}/files`, { bodyLimit: FILE_BYTES, schema: { ...about(TAG, "Attach a file: kept and hashed, never opened", "incident:comment"), params: IncidentPath, body: AttachFile, response: answers(AttachedFile) } }, (request) => {
    const { content, ...file } = request.body;
    return withTenant(state, request.params.tenant, async (db) => presentFile(await attachFile(db, callerOf(request), request.params.incident, { ...file, bytes: Buffer.from(content, "base64") })));
  });
  app.get(`${ONE}/files/:file`, { schema: { ...about(TAG, "A file's bytes, to be saved", "incident:read"), params: IncidentFilePath, produces: ["application/octet-stream"], response: { default: Problem } } }, async (request, reply) => {
    const { name, bytes } = await withTenant(state, request.params.tenant, (db) => readFile(db, callerOf(request), request.params.incident, request.params.file));
    return sendFile(reply, name, bytes);
  });
  app.post(`${ONE}/files/:file/share`, { schema: { ...about(TAG, "Let the other side see it", "incident:comment"), params: IncidentFilePath, response: answers(AttachedFile) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentFile(await shareFile(db, callerOf(request), request.params.incident, request.params.file))));
  app.post(`${ONE}/files/:file/remove`, { schema: { ...about(TAG, "Take a file out: its hashes stay", "incident:comment"), params: IncidentFilePath, body: WithReason, response: answers(AttachedFile) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentFile(await removeFile(db, callerOf(request), request.params.incident, request.params.file, request.body.reason))));
};

function closureReason(word: string | undefined): ClosureReason | undefined {
  if (word === undefined) return undefined;
  const known = Object.values(CLOSURE_REASONS).flat();
  const found = known.find((one) => one === word);
  if (found === undefined) throw new DomainError("invalid", `alertsAs: there is no closure reason ${word}; use one of ${known.join(", ")}.`);
  return found;
}

function partOf({ kind, name, role, type, verdict, isPassedOn, who, dueAt, order, note, visibility }: z.infer<typeof AddPart>): PartToAdd {
  if (kind === "asset") return { kind, visibility, document: { name, asset: null, role, state: note } };
  if (kind === "account") return { kind, visibility, document: { name, role, state: note } };
  if (kind === "indicator") return { kind, visibility, document: { type, value: name, verdict, isPassedOn, note } };
  if (kind === "technique") return { kind, visibility, document: { technique: name, note } };
  return { kind, visibility, document: { text: name, who, dueAt, doneAt: null, doneBy: null, order } };
}
