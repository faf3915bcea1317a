// Colours of code: the names of the tokens, so that both schemes follow.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const editorColours = EditorView.theme({
  "&": { fontSize: "13px", height: "100%", backgroundColor: "var(--v-surface)", color: "var(--v-text)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--v-accent)" },
  ".cm-gutters": { backgroundColor: "var(--v-surface)", color: "var(--v-text-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--v-hover)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--v-selected)" },
  ".cm-cursor": { borderLeftColor: "var(--v-accent)" },
  ".cm-tooltip": { backgroundColor: "var(--v-raised)", color: "var(--v-text)", border: "1px solid var(--v-line-2)", borderRadius: "8px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--v-critical)" },
});

export const editorHighlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--v-low)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--v-ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--v-medium)" },
  { tag: tags.comment, color: "var(--v-text-3)" },
  { tag: [tags.keyword, tags.operator], color: "var(--v-high)" },
]);
