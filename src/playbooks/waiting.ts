import type { Waiting, WaitingSource } from "../escalations/index.ts";
import { findIncident } from "../incidents/index.ts";
import { readTenant, type TenantDb } from "../store/index.ts";
import { selectRunning } from "./repo.ts";
import { lastMoveOf, outcomesAfter } from "./run/moves.ts";
import { isOurs, progressOf } from "./run/progress.ts";
import type { Run } from "./run/run.ts";

/** Questions, decisions and approvals of playbooks that wait for the client. */
export const waitingPlaybooks: WaitingSource = {
  needs: "playbook:read",
  read: ({ state, tenant, limit }) =>
    readTenant(state, tenant, async (db) => {
      const found: Waiting[] = [];
      for (const run of await selectRunning(db, limit)) found.push(...(await waitingIn(db, run)));
      return found.slice(0, limit);
    }),
};

async function waitingIn(db: TenantDb, run: Run): Promise<readonly Waiting[]> {
  const open = progressOf(run.playbook, outcomesAfter(run.moves)).filter(({ status, step }) => status === "waiting" && !isOurs(step));
  if (open.length === 0) return [];
  const { ref, severity } = await findIncident(db, run.incident);
  return open.map(({ step }) => {
    const asked = lastMoveOf(run.moves, step.id);
    return {
      on: "client", verb: step.kind === "approval" ? "approve" : "answer", subject: { kind: "playbook", id: run.id, ref }, title: step.title[run.language], about: `${ref} · ${run.playbook.title[run.language]}`, severity, team: null,
      since: asked?.at ?? run.startedAt, dueAt: asked?.deadline ?? null,
    };
  });
}
