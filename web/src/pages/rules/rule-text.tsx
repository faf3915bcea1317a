// The editor: YAML with what the server refuses marked at its place. The text is nobody's markup.
import { useEffect, useRef } from "react";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { CheckedRule } from "../../data/rule-draft.ts";
import { styleNonce } from "../../style-nonce.ts";
import { editorColours, editorHighlight } from "./editor-theme.ts";

type Props = { readonly label: string; readonly text: string; readonly mistakes: CheckedRule["refused"]; readonly isReadOnly: boolean; readonly onChange: (text: string) => void };

export function RuleText({ label, text, mistakes, isReadOnly, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(styleNonce()), lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(), yaml(),
          syntaxHighlighting(editorHighlight), syntaxHighlighting(defaultHighlightStyle, { fallback: true }), editorColours,
          // Tab leaves the editor, as it leaves every field (WCAG 2.1.2).
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          EditorView.lineWrapping, EditorState.readOnly.of(isReadOnly), EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => { if (update.docChanged) changed.current(update.state.doc.toString()); }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [text, isReadOnly, label]);
  useEffect(() => {
    const { current } = view;
    if (current !== null) current.dispatch(setDiagnostics(current.state, mistakes.map((mistake) => placed(current.state, mistake))));
  }, [mistakes]);
  return <div ref={place} data-editor />;
}

/** A mistake at its line and column, up to the line's end. */
function placed(state: EditorState, { line, column, reason, hint }: CheckedRule["refused"][number]): Diagnostic {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const from = Math.min(at.from + Math.max(0, column - 1), at.to);
  return { from, to: Math.max(from, at.to), severity: "error", message: `${reason}. ${hint}` };
}
