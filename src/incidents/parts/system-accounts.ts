const SYSTEM_ACCOUNTS = new Set(["", "-", "system", "local service", "network service", "anonymous logon", "localsystem", "root", "nobody", "daemon", "système", "service local", "service réseau"]);

/** Accounts that are nobody's, and of machines: events name them, and no team could reset or disable them. */
export function isOfSystem(account: string): boolean {
  const name = account.slice(account.lastIndexOf("\\") + 1).trim().toLowerCase();
  return SYSTEM_ACCOUNTS.has(name) || name.endsWith("$") || /^(?:dwm|umfd)-\d+$/.test(name);
}
