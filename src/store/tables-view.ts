/** What people look at again. */
export type ViewTables = {
  saved_view: {
    id: string;
    /** Null: over all organisations. */
    tenant_id: string | null;
    page: string;
    name: string;
    view: string;
    shared: boolean;
    owner: string;
    owner_name: string;
    side: "provider" | "client" | "system";
    created_at: Date;
    changed_at: Date;
  };
};
