// Words that a ticket must carry as they are, whatever the other side takes for markup.

/** Each a text of its own. */
export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["markup", `<script>alert(1)</script> <b onclick="x()">bold</b> <img src=x onerror=alert(2)> &lt;i&gt; &amp; <!-- hidden -->`],
  ["signs of textile and markdown", "*strong* _em_ -del- +ins+ ^sup^ ~sub~ @code@ \"a link\":http://evil.example !http://evil.example/x.png!\n# one\n* two\n|cell|\n`code` **b** [x](http://evil.example) ![y](http://evil.example/y.png)\n> quoted\nh1. Title\nbq. said"],
  ["signs of wikis and macros", "{code}x{code} {{macro}} [[page]] [~mention] {color:red}red{color} #1 r12 commit:abc user#1 @alice \\\\server\\share \\n $HOME ${x} %7B"],
  ["control characters", "bell\u0007 escape\u001b[31m null-like\u0001 back\u0008 tab\there"],
  ["right to left, and signs of all planes", "שלום \u202Eevil\u202C عربي 😀 𝕏 é e\u0301 ﬁ"],
  ["only what looks like a template", "#{7*7} {{7*7}} ${7*7} <%= 7*7 %> %s %n"],
];

/** 20 kB of words in lines. */
export const LONG_TEXT = Array.from({ length: 400 }, (_, n) => `line ${n} of a text that is long and has an end`).join("\n");

/** A text without what systems may do to it: spaces, line ends, control and format characters, the normal form of letters. */
export const bare = (text: string): string => text.normalize("NFC").replace(/[\s\p{Cc}\p{Cf}]+/gu, "");

/** A person's comment as markup, and what of it must come back. */
export const MARKUP = '<p>Hello <b>the team</b>, see <a href="https://example.org/page">the page</a>.</p><script>alert("no")</script><ul><li>first point</li><li>second &amp; last</li></ul><img src=x onerror="alert(3)">';
export const MARKUP_WORDS: readonly string[] = ["Hello the team", "the page", "first point", "second & last"];
export const MARKUP_SIGNS: readonly RegExp[] = [/<\/?[a-z]/i, /onerror/i, /alert\(/];

/** Every byte there is, and what transfer encodings trip over. */
export const BYTES = Uint8Array.from([...Array.from({ length: 256 }, (_, i) => i), 13, 10, 46, 13, 10, 0xef, 0xbb, 0xbf, 0xc3, 0x28, 0, 0, 26, 255]);
