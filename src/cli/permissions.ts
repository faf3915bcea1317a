import { CLIENT_ROLES, PERMISSIONS, PROVIDER_ROLES, type Role } from "../contract/roles.ts";
import { permissionsOf } from "../identity/index.ts";
import { EXIT, parseOptions, type Command, type Terminal } from "./command.ts";

const USAGE = `usage: vigie roles [--json]

Shows what each role may do: the provider's hold in every organisation, the client's in their own.`;

/** `vigie roles`. */
export const roles: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseOptions(args, { json: { type: "boolean" } });
  const sides = { provider: PROVIDER_ROLES, client: CLIENT_ROLES } as const;
  if (values.json === true) {
    terminal.out.write(`${JSON.stringify(Object.fromEntries(Object.entries(sides).map(([side, names]) => [side, Object.fromEntries(names.map((role) => [role, [...permissionsOf(role)]]))])), undefined, 2)}\n`);
    return EXIT.done;
  }
  for (const [side, names] of Object.entries(sides)) terminal.out.write(`${tableOf(side.toUpperCase(), names)}\n`);
  return EXIT.done;
}

function tableOf(side: string, names: readonly Role[]): string {
  const width = Math.max(...PERMISSIONS.map((permission) => permission.length));
  const held = names.map(permissionsOf);
  const row = (first: string, cells: readonly string[]): string => `${first.padEnd(width)}  ${cells.map((cell, i) => cell.padEnd(names[i]!.length)).join("  ")}`.trimEnd();
  return [row(side, names), ...PERMISSIONS.map((permission) => row(permission, held.map((permissions) => (permissions.has(permission) ? "yes" : "·"))))].map((line) => `${line}\n`).join("");
}
