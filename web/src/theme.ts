// Every colour, size and shape of the app, in both schemes. Components use names (`var(--v-text-2)`), never values.
import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from "@mantine/core";

export type Scheme = "dark" | "light";
export type Severity = "critical" | "high" | "medium" | "low" | "informational";

/** Grounds, texts and lines: [dark, light]. What may stand on what, and how well it reads, theme.test.ts asserts. */
const TOKENS = {
  canvas: ["#0E1216", "#F5F4F0"],
  surface: ["#14191E", "#FFFFFF"],
  raised: ["#1A2026", "#FBFAF8"],
  sunken: ["#0A0D10", "#EFEDE8"],
  hover: ["#1F262D", "#F3F1EC"],
  selected: ["#12292C", "#E3F1F1"],
  line: ["#252D35", "#E5E2DB"],
  "line-2": ["#343E48", "#D0CCC3"],
  control: ["#707D89", "#827E76"],
  text: ["#E9EDF0", "#161C21"],
  "text-2": ["#B1BBC4", "#47515B"],
  "text-3": ["#8E9AA5", "#616B75"],
  accent: ["#5CC5CB", "#0A6770"],
  "on-accent": ["#05191B", "#FFFFFF"],
  "accent-line": ["#2B6166", "#9CCBCD"],
  ok: ["#66CF99", "#146B3C"],
  "ok-bg": ["#142C20", "#E2F3E9"],
  "ok-fill": ["#66CF99", "#23935A"],
  "mark-bg": ["#3A3213", "#FBEFBF"],
  "mark-line": ["#F7D756", "#7A5800"],
  "critical": ["#F7706E", "#B9212C"],
  "critical-fill": ["#F7706E", "#D13B4A"],
  "critical-bg": ["#391B20", "#FCE9E8"],
  "high": ["#FFA45F", "#A94400"],
  "high-fill": ["#FFA45F", "#9E4400"],
  "high-bg": ["#35231A", "#FDEDDF"],
  "medium": ["#F7D756", "#7A5800"],
  "medium-fill": ["#F7D756", "#AA8200"],
  "medium-bg": ["#2F2916", "#F9F1D5"],
  "low": ["#76ABEE", "#245CA8"],
  "low-fill": ["#76ABEE", "#2F6BC0"],
  "low-bg": ["#182739", "#E6EEFA"],
  "informational": ["#A4AFB9", "#57616B"],
  "informational-fill": ["#A4AFB9", "#7D8790"],
  "informational-bg": ["#20272E", "#EFEFEC"],
} as const satisfies Readonly<Record<string, readonly [dark: string, light: string]>>;
export type Token = keyof typeof TOKENS;

/** Colours of series in charts, in this order; a severity's colour is never a series' colour. */
export const SERIES: Readonly<Record<Scheme, readonly string[]>> = {
  dark: ["#6FDDE3", "#F2AC34", "#5B93F5", "#E0653C", "#B07AA0", "#AAB1B9"],
  light: ["#2F8C8C", "#BC6D0A", "#1F3C85", "#8A2400", "#A66DEB", "#586170"],
};

/** One token's value, for what is drawn on a canvas. */
export const valueOf = (token: Token, scheme: Scheme): string => TOKENS[token][scheme === "dark" ? 0 : 1];

const variablesOf = (scheme: Scheme): Record<string, string> => {
  const own = Object.keys(TOKENS).map((name): [string, string] => [`--v-${name}`, valueOf(name as Token, scheme)]);
  return {
    ...Object.fromEntries(own),
    "--mantine-color-body": valueOf("canvas", scheme),
    "--mantine-color-text": valueOf("text", scheme),
    "--mantine-color-dimmed": valueOf("text-3", scheme),
    "--mantine-color-default": valueOf("surface", scheme),
    "--mantine-color-default-hover": valueOf("hover", scheme),
    "--mantine-color-default-color": valueOf("text", scheme),
    "--mantine-color-default-border": valueOf("line-2", scheme),
    "--mantine-color-placeholder": valueOf("text-3", scheme),
    "--mantine-color-anchor": valueOf("accent", scheme),
    "--mantine-color-error": valueOf("critical", scheme),
    "--mantine-primary-color-filled": valueOf("accent", scheme),
    "--mantine-primary-color-filled-hover": valueOf("accent", scheme),
    "--mantine-primary-color-contrast": valueOf("on-accent", scheme),
    "--mantine-primary-color-light": valueOf("selected", scheme),
    "--mantine-primary-color-light-hover": valueOf("selected", scheme),
    "--mantine-primary-color-light-color": valueOf("accent", scheme),
    "--mantine-color-accent-filled": valueOf("accent", scheme),
    "--mantine-color-accent-filled-hover": valueOf("accent", scheme),
    "--mantine-color-accent-light": valueOf("selected", scheme),
    "--mantine-color-accent-light-color": valueOf("accent", scheme),
    "--mantine-color-accent-outline": valueOf("accent", scheme),
  };
};

/** The variables of both schemes, for Mantine's provider. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, dark: variablesOf("dark"), light: variablesOf("light") });

const shades = (light: string, dark: string): MantineColorsTuple => [light, light, light, light, dark, dark, light, light, light, light];

// Mantine writes white on whatever is filled; on the accent of the dark scheme nobody could read it.
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === "filled" && (input.color === undefined || input.color === "accent") ? { ...colors, color: "var(--v-on-accent)" } : colors;
};

/** Mantine, restyled by the tokens. */
export const theme = createTheme({
  primaryColor: "accent",
  variantColorResolver,
  primaryShade: { light: 6, dark: 5 },
  colors: {
    accent: shades(TOKENS.accent[1], TOKENS.accent[0]),
    // Mantine takes grounds and edges of the dark scheme from `dark`, of the light one from `gray`: from light to dark.
    dark: [TOKENS.text[0], TOKENS["text-2"][0], TOKENS["text-3"][0], TOKENS.control[0], TOKENS["line-2"][0], TOKENS.hover[0], TOKENS.surface[0], TOKENS.canvas[0], TOKENS.sunken[0], TOKENS.sunken[0]],
    gray: [TOKENS.raised[1], TOKENS.sunken[1], TOKENS.line[1], TOKENS["line-2"][1], TOKENS.control[1], TOKENS.control[1], TOKENS["text-3"][1], TOKENS["text-2"][1], TOKENS.text[1], TOKENS.text[1]],
  },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "21px", lg: "24px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "10px", xl: "12px" },
  defaultRadius: "sm",
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "20px", lineHeight: "28px" }, h2: { fontSize: "16px", lineHeight: "24px" }, h3: { fontSize: "13px", lineHeight: "20px" } } },
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs", variant: "default" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { transition: "fade", duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});
