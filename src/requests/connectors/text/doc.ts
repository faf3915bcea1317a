// What goes into a ticket, before it is known how the other side wants it written.

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly isOrdered: boolean };

/** A text of blocks. Their words are plain: whatever stands in them is shown as it is. */
export type Doc = readonly Block[];

/** As plain text, which every system can show. */
export const plainOf = (doc: Doc): string => doc.map((block) => (block.kind === "list" ? block.items.map((item, i) => `${block.isOrdered ? `${i + 1}.` : "-"} ${item}`).join("\n") : block.text)).join("\n\n");
