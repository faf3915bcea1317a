// Resolver groups, and the business services that assets carry. Assets name both; neither is made by an import.
import { checkName } from "./names.ts";
import { registerOf } from "./register.ts";
import { countNaming, countRelationsOf } from "./repo.ts";

export type Team = { readonly id: string; readonly name: string; readonly contact: string | null; readonly email: string | null; readonly phone: string | null; readonly itsmName: string | null; readonly source: string; readonly changedAt: Date };
export type GivenTeam = Omit<Team, "id" | "source" | "changedAt">;

export const teams = registerOf<GivenTeam, Team>({
  table: "team", word: "team", order: "name",
  titleOf: ({ name }) => name,
  columns: async (db, { name, contact, email, phone, itsmName }, id) => {
    await checkName(db, "team", name, id);
    return { name, contact, email, phone, itsm_name: itsmName };
  },
  show: (_db, { id, name, contact, email, phone, itsm_name: itsmName, source, changed_at: changedAt }) => ({ id, name: name as string, contact: textOf(contact), email: textOf(email), phone: textOf(phone), itsmName: textOf(itsmName), source, changedAt }),
  usedBy: async (db, { name }) => {
    const assets = await countNaming(db, "team", name as string);
    return assets === 0 ? undefined : `${assets} assets name this team: give them another first.`;
  },
});

export type BusinessService = { readonly id: string; readonly name: string; readonly description: string | null; readonly criticality: number; readonly team: string | null; readonly contact: string | null; readonly source: string; readonly changedAt: Date };
export type GivenService = Omit<BusinessService, "id" | "source" | "changedAt">;

export const services = registerOf<GivenService, BusinessService>({
  table: "business_service", word: "service", order: "name",
  titleOf: ({ name }) => name,
  columns: async (db, { name, description, criticality, team, contact }, id) => {
    await checkName(db, "service", name, id);
    return { name, description, criticality, team, contact };
  },
  show: (_db, { id, name, description, criticality, team, contact, source, changed_at: changedAt }) => ({ id, name: name as string, description: textOf(description), criticality: criticality as number, team: textOf(team), contact: textOf(contact), source, changedAt }),
  usedBy: async (db, { id, name }) => {
    const [assets, relations] = [await countNaming(db, "service", name as string), await countRelationsOf(db, id)];
    return assets + relations === 0 ? undefined : `${assets} assets and ${relations} relations name this service: change them first.`;
  },
});

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
