import type { z } from "zod";
import { Detection, DetectionList, DetectionPath, DetectionQuery } from "../contract/detections.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { findDetection, type KeptDetection, listDetections } from "../detections/index.ts";
import { type State, withTenant } from "../store/index.ts";
import { about, answers, dateOf, iso, type Routes } from "./routes.ts";

const DETECTIONS = "/v1/tenants/:tenant/detections";

/** What rules found for a tenant. */
export const detectionRoutes = ({ state }: { readonly state: State }): Routes => async (app) => {
  app.get(
    DETECTIONS,
    { schema: { ...about("detections", "What rules found, newest first, in pages", "detection:read"), params: TenantPath, querystring: DetectionQuery, response: answers(DetectionList) } },
    async ({ params, query: { since, until, rule, level, limit, cursor } }) => {
      const before = cursor === undefined ? undefined : placeOf(cursor);
      // One more than asked for shows whether there is a next page.
      const found = await withTenant(state, params.tenant, (db) => listDetections(db, { since: dateOf(since), until: dateOf(until), rule, levels: level, before, limit: limit + 1 }));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { detections: page.map(presentDetection), next: found.length > limit && last !== undefined ? cursorOf(last) : null };
    },
  );

  app.get(`${DETECTIONS}/:detection`, { schema: { ...about("detections", "One detection", "detection:read"), params: DetectionPath, response: answers(Detection) } }, async ({ params: { tenant, detection } }) => {
    const found = await withTenant(state, tenant, (db) => findDetection(db, Buffer.from(detection, "hex")));
    if (found === undefined) throw new DomainError("not_found", `The tenant has no detection ${detection}.`);
    return presentDetection(found);
  });
};

const cursorOf = ({ time, id }: KeptDetection): string => Buffer.from(`${time.getTime()}.${hex(id)}`).toString("base64url");

function placeOf(cursor: string): { readonly time: Date; readonly id: Uint8Array } {
  const found = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (found === null) throw new DomainError("invalid", "cursor: use `next` of the answer before as it is, or none for the first page");
  return { time: new Date(Number(found[1])), id: Buffer.from(found[2]!, "hex") };
}

const hex = (id: Uint8Array): string => Buffer.from(id).toString("hex");

/** A detection as answers have it. */
export const presentDetection = ({ id, rule, time, detectedAt, storedAt, eventIds, fields, correlation, context, ...rest }: KeptDetection): z.infer<typeof Detection> => ({
  ...rest,
  id: hex(id),
  rule: { ...rule, references: [...rule.references], tags: [...rule.tags] },
  time: iso(time),
  detectedAt: iso(detectedAt),
  storedAt: iso(storedAt),
  eventIds: eventIds.map(hex),
  fields: { ...fields },
  correlation: correlation === null ? null : { ...correlation },
  context: context === null ? null : { ...context },
});
