// What Sigma means, row by row. The reference and the engine must both agree with every row.
import { CONDITIONS } from "./semantics/conditions.ts";
import { KEYWORDS } from "./semantics/keywords.ts";
import { MODIFIERS } from "./semantics/modifiers.ts";
import type { Row } from "./semantics/row.ts";
import { STRINGS } from "./semantics/strings.ts";
import { TYPED } from "./semantics/typed.ts";
import { VALUES } from "./semantics/values.ts";

export { PLACEHOLDERS, type Row } from "./semantics/row.ts";

export const SEMANTICS: readonly Row[] = [...STRINGS, ...VALUES, ...KEYWORDS, ...MODIFIERS, ...TYPED, ...CONDITIONS];
