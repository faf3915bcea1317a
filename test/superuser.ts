// Who sees through row-level security, for tests.
import { Client } from "pg";

/** The name of a database that is migrated, on a server that runs for many test files. */
export const MIGRATED = "migrated";

/** Runs `use` as the server's superuser, who sees through row-level security. */
export async function asSuperuser<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url.replace("//vigie:", "//postgres:") });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
