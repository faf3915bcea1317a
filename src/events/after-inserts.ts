/** In a statement: it is to see what every insert has stored that was begun before it, also one whose sender is gone. For a real server it is a comment. */
export const AFTER_INSERTS = "/* after inserts */";
