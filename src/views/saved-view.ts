/** A page with its filters, under a name. */
export type SavedView = {
  readonly id: string;
  /** Which page it is of. */
  readonly page: string;
  readonly name: string;
  /** What the page's address says behind its question mark. */
  readonly view: string;
  /** With the people of the owner's side. */
  readonly shared: boolean;
  readonly owner: string;
  readonly ownerName: string;
  readonly side: "provider" | "client" | "system";
  readonly createdAt: Date;
  readonly changedAt: Date;
};
