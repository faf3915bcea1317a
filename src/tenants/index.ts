// The client organisations.
export { knownTenants, syncTenants, type Tenant } from "./repo.ts";
