import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { SUPERUSER } from "./cluster.ts";

/** Owner of the database and of nothing else. No superuser: row-level security would not hold for one. */
const OWNER = "vigie";

type Address = { readonly host: string; readonly port: number; readonly password: string };

/** Makes the role and the database that the program works in, where they are missing; gives their URL. */
export async function ownDatabase(address: Address): Promise<string> {
  const { host, port, password } = address;
  const client = new Client({ host, port, password, user: SUPERUSER, database: "postgres" });
  await client.connect();
  try {
    const { rowCount: roles } = await client.query("select from pg_roles where rolname = $1", [OWNER]);
    if (roles === 0) await client.query(`create role ${escapeIdentifier(OWNER)} login createrole password ${escapeLiteral(password)}`);
    const { rowCount: databases } = await client.query("select from pg_database where datname = $1", [OWNER]);
    if (databases === 0) await client.query(`create database ${escapeIdentifier(OWNER)} owner ${escapeIdentifier(OWNER)}`);
  } finally {
    await client.end();
  }
  return databaseUrl(address);
}

/** The URL of that database. */
export const databaseUrl = ({ host, port, password }: Address): string => `postgres://${OWNER}:${password}@${host}:${port}/${OWNER}`;
