// Text and entities → elements. Only ever text nodes and elements: nothing a bot writes is taken for HTML.

const INLINE = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", spoiler: "span",
  text_link: "a", url: "a", email: "a", bot_command: "a", mention: "a", text_mention: "a", hashtag: "span", cashtag: "span",
};
const QUOTES = new Set(["blockquote", "expandable_blockquote"]);
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f]/;
const STRONG = /[\p{L}\u200e\u200f\u061c]/u;

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// The direction of a paragraph: its first strong letter outside isolates (UAX #9, P2 and P3), or none.
export function direction(text) {
  let depth = 0;
  for (const char of text) {
    if (char >= "\u2066" && char <= "\u2068") depth += 1;
    else if (char === "\u2069") depth = Math.max(0, depth - 1);
    else if (depth === 0 && STRONG.test(char)) return RIGHT_TO_LEFT.test(char) ? "rtl" : "ltr";
  }
  return "";
}

// `tap` answers taps: {command(text), link(url)}; `words` are the page's own words.
export function textBlocks(text, entities, tap, words) {
  const base = direction(text) || document.documentElement.dir;
  const inline = entities.filter((entity) => INLINE[entity.type]);
  const blocks = entities.filter((entity) => QUOTES.has(entity.type) || entity.type === "pre");
  const made = [];
  let at = 0;
  const write = (from, to) => lines(text, from, to).forEach(([start, end]) => made.push(paragraph(text, start, end, inline, tap, base)));
  for (const block of blocks) {
    const end = block.offset + block.length;
    write(at, text[block.offset - 1] === "\n" ? block.offset - 1 : block.offset);
    made.push(block.type === "pre" ? code(text, block) : quote(text, block, inline, tap, base, words));
    at = text[end] === "\n" ? end + 1 : end;
  }
  write(at, text.length);
  return made;
}

function lines(text, from, to) {
  const found = [];
  for (let start = from; start <= to && from < to; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 || newline > to ? to : newline;
    found.push([start, end]);
    start = end + 1;
  }
  return found;
}

function paragraph(text, start, end, entities, tap, base) {
  const line = text.slice(start, end);
  const made = element("p", { dir: direction(line) || base, className: line.trim() ? "" : "gap" });
  made.append(...runs(text, start, end, entities, tap));
  return made;
}

// Entities come outermost first; each is clipped to the line and holds those that begin inside it.
function runs(text, start, end, entities, tap) {
  const made = [];
  let at = start;
  const within = entities.filter((entity) => entity.offset < end && entity.offset + entity.length > start);
  within.forEach((entity, index) => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    if (from < at) return;
    if (from > at) made.push(text.slice(at, from));
    made.push(styled(entity, text, from, to, within.slice(index + 1), tap));
    at = to;
  });
  if (at < end) made.push(text.slice(at, end));
  return made;
}

function styled(entity, text, from, to, inner, tap) {
  const made = element(INLINE[entity.type], { className: entity.type }, ...runs(text, from, to, inner, tap));
  const words = text.slice(entity.offset, entity.offset + entity.length);
  if (entity.type === "spoiler") return spoiler(made);
  if (entity.type === "bot_command") return tappable(made, () => tap.command(words));
  if (entity.type === "text_link") return link(made, entity.url, tap);
  if (entity.type === "url") return link(made, words.includes("://") ? words : `https://${words}`, tap);
  return made;
}

function tappable(made, action) {
  made.href = "#";
  made.addEventListener("click", (event) => { event.preventDefault(); action(); });
  return made;
}

function link(made, url, tap) {
  if (!/^https?:\/\//i.test(url)) return made;
  if (tap.link(url, true)) return tappable(made, () => tap.link(url));
  return Object.assign(made, { href: url, target: "_blank", rel: "noopener noreferrer" });
}

function spoiler(made) {
  made.tabIndex = 0;
  made.addEventListener("click", () => made.classList.add("shown"), { once: true });
  return made;
}

function code(text, block) {
  const inside = element("code", {}, text.slice(block.offset, block.offset + block.length));
  return element("pre", { dir: "auto" }, block.language ? element("small", {}, block.language) : null, inside);
}

function quote(text, block, entities, tap, base, words) {
  const end = block.offset + block.length;
  const made = element("blockquote", { dir: direction(text.slice(block.offset, end)) || base });
  const body = element("div", { className: "quoted" });
  body.append(...lines(text, block.offset, end).map(([from, to]) => paragraph(text, from, to, entities, tap, base)));
  made.append(body);
  if (block.type === "expandable_blockquote") foldable(made, words);
  return made;
}

function foldable(made, words) {
  const fold = element("button", { type: "button", className: "fold", textContent: words.more, ariaExpanded: "false" });
  made.classList.add("foldable");
  made.append(fold);
  made.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const open = made.classList.toggle("open");
    fold.textContent = open ? words.less : words.more;
    fold.ariaExpanded = String(open);
  });
}
