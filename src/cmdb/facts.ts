// What the CMDB tells of a tenant, as those who put context to events need it.

export type AssetFacts = {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** 1 low, 2 normal, 3 high, 4 critical. */
  readonly criticality: number;
  readonly environment: string | null;
  readonly team: string | null;
  readonly exposure: string | null;
  readonly lifecycle: string;
  readonly tags: readonly string[];
  readonly services: readonly string[];
  /** Host names and FQDNs, in lower case. */
  readonly names: readonly string[];
  readonly addresses: readonly AddressFacts[];
};

/** An address means something only within its zone, and from and until when it was the asset's. */
export type AddressFacts = { readonly ip: string; readonly zone: string | null; readonly from: Date | null; readonly until: Date | null };

export type NetworkFacts = { readonly cidr: string; readonly zone: string; readonly meaning: string; readonly isInternal: boolean };

/** One way in which logs write an account of interest, in lower case; `asset` is the id of the machine that a local one belongs to. */
export type AccountFacts = { readonly name: string; readonly kind: "privileged" | "service"; readonly asset: string | null };

export type Inventory = {
  readonly version: number;
  readonly assets: readonly AssetFacts[];
  readonly networks: readonly NetworkFacts[];
  readonly accounts: readonly AccountFacts[];
};
