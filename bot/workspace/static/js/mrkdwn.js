// Slack's mrkdwn, and its rich_text blocks, as DOM nodes. https://docs.slack.dev/messaging/formatting-message-text
import { townNow } from "./clock.js";
import { h, isLocal } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { store } from "./store.js";

const TAGS = { "*": "strong", _: "em", "~": "s" };
const LETTER = /[\p{L}\p{N}]/u;

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A text object: {type: "mrkdwn" | "plain_text", text}. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [plain(object.text, object.emoji !== false)];
}

/** Plain text: nothing is formatted but emoji names. */
export function plain(text, emoji = true) {
  return emoji ? text.replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI.get(name) ?? all) : text;
}

/** mrkdwn → nodes. Code blocks first, then quotes, then what stands in a line. */
export function mrkdwn(text) {
  const nodes = [];
  String(text).split(/```\n?([\s\S]*?)\n?```/).forEach((part, index) => {
    if (index % 2) nodes.push(h("pre.code-block", { dir: "auto" }, inCode(part)));
    else if (part) nodes.push(...lines(part, index > 0));
  });
  return nodes;
}

function inCode(text) {
  return unescape(text.replace(/<((?:https?:|mailto:)[^<>|]+)(?:\|([^<>]*))?>/g, (all, target, label) => label ?? target));
}

function lines(text, afterCode) {
  const nodes = [];
  let quote = [], open = [];
  const flushOpen = () => { if (open.length) nodes.push(h("span.text-run", { dir: "auto" }, inline(open.join("\n")))); open = []; };
  const flushQuote = () => { if (quote.length) nodes.push(h("blockquote", { dir: "auto" }, inline(quote.join("\n")))); quote = []; };
  for (const line of (afterCode ? text.replace(/^\n/, "") : text).split("\n")) {
    const quoted = line.match(/^(?:&gt;|>)\s?(.*)$/);
    if (quoted) { flushOpen(); quote.push(quoted[1]); } else { flushQuote(); open.push(line); }
  }
  flushQuote(); flushOpen();
  return nodes;
}

function inline(text) {
  const nodes = [];
  let plainText = "", at = 0;
  const flush = () => { if (plainText) nodes.push(unescape(plainText)); plainText = ""; };
  while (at < text.length) {
    const found = token(text, at);
    if (found) { flush(); nodes.push(found.node); at = found.end; }
    else { plainText += text[at]; at += 1; }
  }
  flush();
  return nodes;
}

function token(text, at) {
  const char = text[at];
  if (char === "<") return entity(text, at);
  if (char === "`") return codeSpan(text, at);
  if (TAGS[char]) return styled(text, at, char);
  if (char === ":") return emojiAt(text, at);
  return null;
}

function codeSpan(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { node: h("code", { dir: "auto" }, inCode(text.slice(at + 1, end))), end: end + 1 };
}

function emojiAt(text, at) {
  const found = /^:([a-z0-9_+-]+):(?::skin-tone-\d:)?/.exec(text.slice(at, at + 60));
  const unicode = found && EMOJI.get(found[1]);
  if (!unicode) return null;
  return { node: h("span.emoji", { title: `:${found[1]}:`, role: "img", "aria-label": found[1].replaceAll("_", " ") }, unicode), end: at + found[0].length };
}

function styled(text, at, mark) {
  const before = text[at - 1], first = text[at + 1];
  if ((before && LETTER.test(before)) || !first || /\s/.test(first) || first === mark) return null;
  const end = closing(text, at + 1, mark);
  return end < 0 ? null : { node: h(TAGS[mark], {}, inline(text.slice(at + 1, end))), end: end + 1 };
}

function closing(text, from, mark) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\n") return -1;
    if (text[at] === "<") { const end = text.indexOf(">", at); if (end > 0) at = end; continue; }
    if (text[at] === "`") { const end = text.indexOf("`", at + 1); if (end > 0) at = end; continue; }
    const after = text[at + 1];
    if (text[at] === mark && !/\s/.test(text[at - 1]) && (!after || !LETTER.test(after))) return at;
  }
  return -1;
}

function entity(text, at) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const label = rest.length ? unescape(rest.join("|")) : "";
  const node = mention(target, label) ?? link(unescape(target), label);
  return node ? { node, end: end + 1 } : null;
}

function mention(target, label) {
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target.slice(6).split("^"), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!")) return h("span.mention.broadcast", {}, `@${target.slice(1)}`);
  return null;
}

function userMention(id, label) {
  const user = store.screen?.users[id];
  const mine = id === store.screen?.me.id;
  return h("span.mention", { class: mine ? "me" : "", dir: "auto", "data-user": id }, `@${user ? user.real_name : label || id}`);
}

function channelMention(id, label) {
  const name = store.screen?.channels.find((channel) => channel.id === id)?.name ?? label ?? id;
  return h("a.mention", { href: `#${id}`, dir: "auto" }, `#${name}`);
}

function groupMention(id, label) {
  const handle = store.screen?.groups[id];
  return h("span.mention", {}, handle ? `@${handle}` : label || id);
}

const ALLOWED = /^(https?:|mailto:|tel:)/i;

/** A link, or only its words when the address is of another kind. */
export function link(address, label) {
  if (!ALLOWED.test(address)) return null;
  const away = isLocal(address) ? { "data-local": address } : { target: "_blank", rel: "noopener noreferrer" };
  return h("a", { href: address, dir: "auto", ...away }, label || address.replace(/^mailto:/, ""));
}

// -- dates: https://docs.slack.dev/messaging/formatting-message-text#date-formatting ---------------------------

function dateToken([seconds, format, address], fallback) {
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.getTime())) return h("span", {}, fallback);
  const wanted = unescape(format ?? "");
  const words = h("time", { datetime: moment.toISOString(), title: moment.toLocaleString(), "data-format": wanted }, formatDate(moment, wanted));
  const around = address && link(unescape(address), " ");
  if (!around) return words;
  around.replaceChildren(words);
  return around;
}

/** Words such as "in 5 minutes" and "today" go on with the clock, though their message does not change. */
export function freshenDates() {
  for (const each of document.querySelectorAll("time[data-format]")) {
    const words = formatDate(new Date(each.dateTime), each.dataset.format);
    if (each.textContent !== words) each.textContent = words;
  }
}

function formatDate(moment, format) {
  return format.replace(/\{(\w+)\}/g, (all, name) => datePart(moment, name) ?? all);
}

function datePart(moment, name) {
  const as = (options) => new Intl.DateTimeFormat("en-GB", options).format(moment);
  const pretty = (words) => nearDay(moment) ?? words;
  const day = { day: "numeric", month: "long", year: "numeric" };
  switch (name) {
    case "date_num": return moment.toISOString().slice(0, 10);
    case "date": return as(day);
    case "date_short": return as({ ...day, month: "short" });
    case "date_long": return as({ ...day, weekday: "long" });
    case "date_pretty": return pretty(as(day));
    case "date_short_pretty": return pretty(as({ ...day, month: "short" }));
    case "date_long_pretty": return pretty(as({ ...day, weekday: "long" }));
    case "time": return as({ hour: "2-digit", minute: "2-digit" });
    case "time_secs": return as({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    case "ago": return ago(moment);
    default: return undefined;
  }
}

function nearDay(moment) {
  const days = Math.round((new Date(moment).setHours(0, 0, 0, 0) - new Date(townNow()).setHours(0, 0, 0, 0)) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

/** "3 minutes ago", "in 2 hours". */
export function ago(moment, now = townNow()) {
  const seconds = Math.round((moment - now) / 1000);
  const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]])
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return Math.abs(seconds) < 10 ? "just now" : relative.format(seconds, "second");
}

// -- rich_text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block ----------------------------------

export function richText(block) {
  return block.elements.map(richPart);
}

function richPart(part) {
  switch (part.type) {
    case "rich_text_quote": return h("blockquote", { dir: "auto" }, part.elements.map(richInline));
    case "rich_text_preformatted": return h("pre.code-block", { dir: "auto" }, part.elements.map((each) => each.text ?? each.url ?? ""));
    case "rich_text_list": return h(part.style === "ordered" ? "ol" : "ul", { class: `rich-list indent-${part.indent ?? 0}` },
      part.elements.map((item) => h("li", { dir: "auto" }, item.elements.map(richInline))));
    default: return h("div.text-run", { dir: "auto" }, part.elements.map(richInline));
  }
}

function richInline(part) {
  let node = richNode(part);
  const style = part.style ?? {};
  for (const [key, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]])
    if (style[key]) node = h(tag, {}, node);
  return node;
}

function richNode(part) {
  switch (part.type) {
    case "text": return part.text;
    case "link": return link(part.url, part.text) ?? part.text ?? part.url;
    case "emoji": return h("span.emoji", { title: `:${part.name}:` }, EMOJI.get(part.name) ?? `:${part.name}:`);
    case "user": return userMention(part.user_id, "");
    case "channel": return channelMention(part.channel_id, "");
    case "usergroup": return groupMention(part.usergroup_id, "");
    case "broadcast": return h("span.mention.broadcast", {}, `@${part.range}`);
    case "date": return dateToken([part.timestamp, part.format, part.url], part.fallback ?? "");
    case "color": return part.value;
    default: return "";
  }
}
