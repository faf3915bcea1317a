/** Sources that were added while the platform ran. */
export type SourceTables = {
  source: {
    tenant_id: string;
    name: string;
    technology: string | null;
    timezone: string;
    zone: string | null;
    token_hash: Uint8Array | null;
    addresses: readonly string[];
    hostnames: readonly string[];
    listeners: readonly string[];
    certificates: readonly string[];
    created_at: Date;
    created_by: string;
    changed_at: Date;
  };
};
