// Wiki markup of the fake Jira on Data Center.

const ESCAPED = "-#*_+?^~|%{}[]()!@";
const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/** Wiki markup as Jira would render it, as far as people and attackers use it: what is not escaped loses its signs. */
export function rendered(wiki: string): string {
  const kept: string[] = [];
  // A backslash before one of its signs; after another backslash it is none.
  let text = "";
  for (let i = 0; i < wiki.length; i++) {
    if (wiki[i] === "\\" && wiki[i + 1] === "\\") {
      text += "\n";
      i++;
    } else if (wiki[i] === "\\" && ESCAPED.includes(wiki[i + 1] ?? "")) {
      text += `\uE000${kept.push(wiki[++i] ?? "") - 1}\uE001`;
    } else text += wiki[i];
  }
  const shown = html(text)
    .replace(/\{(?:code|noformat|quote|color|panel)(?::[^}\n]*)?\}/g, "").replace(/\[~([^\]\n]+)\]/g, '<a href="/user">someone</a>')
    .replace(/\[([^\]\n|]+)\|([^\]\n]+)\]/g, '<a href="$2">$1</a>').replace(/!(?=\S)[^!\n]+!/g, '<img src="x">')
    .replace(/^h[1-6]\. (.*)$/gm, "<h1>$1</h1>").replace(/^bq\. (.*)$/gm, "<blockquote>$1</blockquote>").replace(/^[*#-]+ (.*)$/gm, "<li>$1</li>")
    .replace(/(^|\W)\*(?=\S)([^*\n]+)\*/g, "$1<b>$2</b>").replace(/(^|\W)_(?=\S)([^_\n]+)_/g, "$1<em>$2</em>").replace(/(^|\s)-(?=\S)([^-\n]+)-(?=\s|$)/g, "$1<del>$2</del>").replace(/\?\?([^?\n]+)\?\?/g, "<cite>$1</cite>")
    .replace(/\|\|?/g, "</td><td>").replace(/[:;](?:-?[()DP])/g, '<img class="emoticon" src="x">').replaceAll("\n", "<br/>\n");
  return `<p>${shown.replace(/\uE000(\d+)\uE001/g, (_, at: string) => html(kept[Number(at)] ?? ""))}</p>`;
}
