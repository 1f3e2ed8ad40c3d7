// Messages in a channel or a thread.
import { townNow } from "./clock.js";
import { blocks } from "./blocks.js";
import { face, h, icon, toast } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { ago, mrkdwn } from "./mrkdwn.js";
import { askConfirm, showMenu } from "./popups.js";
import { act, author, clockTime, store, timeOf } from "./store.js";

const drawn = new Map();  // key → {signature, node}: a message is drawn again only when it changed
const places = new Map(); // key → what was picked in a message's menus

/** Fills a list element with messages; `open` is called with a ts when a thread is wanted. */
export function drawMessages(list, channelId, messages, { inThread = false, open = () => {}, firstUnread = "" } = {}) {
  const nodes = [];
  let previous = null;
  for (const message of messages) {
    if (!inThread && !sameDay(previous, message)) nodes.push(cached(`day-${channelId}-${message.ts}`, dayName(message), () => dayLine(message)));
    if (inThread && previous && messages.indexOf(message) === 1) nodes.push(repliesLine(messages));
    const compact = follows(previous, message);
    const isFirstUnread = message.ts === firstUnread;
    if (isFirstUnread) nodes.push(h("div.new-line", { role: "separator", "aria-label": "New messages" }, h("span", {}, "New")));
    nodes.push(drawMessage(channelId, message, { compact: compact && !isFirstUnread, inThread, open }));
    previous = message;
  }
  reconcile(list, nodes);
}

/** Put the nodes in order without touching those that already stand there. */
function reconcile(list, nodes) {
  nodes.forEach((node, index) => { if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null); });
  while (list.children.length > nodes.length) list.lastElementChild.remove();
}

function cached(key, signature, make) {
  const known = drawn.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  drawn.set(key, { signature, node });
  return node;
}

function drawMessage(channelId, message, options) {
  const key = `${store.me}:${channelId}:${message.ts}:${options.inThread}`;
  const minute = message.reply_count ? Math.floor(townNow() / 60000) : 0;
  const signature = JSON.stringify([message, options.compact, minute, store.highlight === message.ts]);
  return cached(key, signature, () => messageNode(channelId, message, options));
}

const sameDay = (a, b) => a && timeOf(a.ts).toDateString() === timeOf(b.ts).toDateString();
const follows = (a, b) => a && a.user === b.user && !a.is_ephemeral === !b.is_ephemeral && !b.is_ephemeral && !a.blocks && !b.blocks && sameDay(a, b) && Number(b.ts) - Number(a.ts) < 300;

function dayName(message) {
  const day = timeOf(message.ts), today = new Date(townNow());
  if (day.toDateString() === today.toDateString()) return "Today";
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(day);
}

const dayLine = (message) => h("div.day-line", { role: "separator" }, h("span", {}, dayName(message)));

function repliesLine(messages) {
  const count = messages.filter((message) => !message.is_ephemeral).length - 1;
  return h("div.replies-line", {}, h("span", {}, count === 1 ? "1 reply" : `${count} replies`));
}

function messageNode(channelId, message, { compact, inThread, open }) {
  const who = author(message);
  const node = h("article.message", {
    class: [compact && "compact", message.is_ephemeral && "ephemeral", store.highlight === message.ts && "highlight"].filter(Boolean).join(" "),
    "data-ts": message.ts, "data-user": message.user, "data-testid": message.is_ephemeral ? "ephemeral" : "message", tabindex: "-1", "aria-label": `${who.name_shown}, ${clockTime(message.ts)}`,
    onclick: () => { if (matchMedia("(hover: none)").matches) node.classList.toggle("touched"); },
  },
    message.is_ephemeral && h("div.only-you", {}, icon("people", 13), "Only visible to you"),
    h("div.message-row", {},
      h("div.gutter", {}, compact ? h("time.gutter-time", {}, clockTime(message.ts)) : face(who)),
      h("div.message-body", {},
        !compact && head(message, who),
        content(channelId, message),
        reactions(channelId, message),
        !inThread && message.reply_count && threadLink(message, open),
        message.is_ephemeral && h("button.link-button", { type: "button", "data-testid": "dismiss", onclick: () => act({ dismiss: message.ts }) }, "Dismiss"))),
    !message.is_ephemeral && message.subtype !== "tombstone" && toolbar(channelId, message, { inThread, open }));
  return node;
}

function head(message, who) {
  return h("div.message-head", {}, h("span.author", { dir: "auto" }, who.name_shown), who.is_bot && h("span.app-badge", {}, "APP"),
    h("time", { datetime: timeOf(message.ts).toISOString(), title: timeOf(message.ts).toLocaleString() }, clockTime(message.ts)));
}

function content(channelId, message) {
  if (message.subtype === "tombstone") return h("div.tombstone", {}, "This message was deleted.");
  const place = placeOf(channelId, message);
  const edited = message.edited && !message.bot_id && h("span.edited", {}, " (edited)");
  return [
    message.blocks ? blocks(message.blocks, place) : message.text && h("div.words.plain-words", { dir: "auto" }, mrkdwn(message.text), edited),
    (message.attachments ?? []).map((each) => h("div.attachment", { colour: each.color ?? "#ddd" }, each.blocks ? blocks(each.blocks, place) : h("div.words", { dir: "auto" }, mrkdwn(each.text ?? each.fallback ?? "")))),
    (message.files ?? []).map(file),
  ];
}

const file = (each) => each.mode === "tombstone" ? h("div.tombstone", {}, "This file was deleted.") : h("figure.file", {}, h("figcaption", { dir: "auto" }, each.title), h("img", { src: new URL(each.url_private).pathname, alt: each.alt_txt || each.title, loading: "lazy" }));

/** Where the elements of a message stand, and what happens when one is used. */
function placeOf(channelId, message) {
  const key = `${store.me}:${message.ts}`;
  if (!places.has(key)) places.set(key, {});
  const values = places.get(key), where = { channel: channelId, ts: message.ts };
  return { values, where, press: (spec, block, value) => act({ click: { ...where, block_id: block.block_id, action_id: spec.action_id, value, state: values } }) };
}

function reactions(channelId, message) {
  if (!message.reactions?.length) return null;
  return h("div.reactions", {}, message.reactions.map((each) => h("button.reaction", {
    type: "button", title: `:${each.name}:`, class: each.users.includes(store.screen.me.id) ? "mine" : "", onclick: () => act({ react: each.name, channel: channelId, ts: message.ts }),
  }, EMOJI.get(each.name) ?? `:${each.name}:`, h("span", {}, each.count))));
}

function threadLink(message, open) {
  const people = message.reply_users.map((id) => store.screen.users[id]).filter(Boolean);
  return h("button.thread-link", { type: "button", "data-testid": "open-thread", onclick: () => open(message.ts) },
    people.map((user) => face({ ...user, name_shown: user.real_name }, 24)),
    h("strong", {}, message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`),
    h("span.when", {}, `Last reply ${ago(timeOf(message.latest_reply))}`), h("span.view-thread", {}, "View thread"));
}

const QUICK = ["white_check_mark", "eyes", "raised_hands"];

function toolbar(channelId, message, { inThread, open }) {
  const tool = (label, testid, content, run) => h("button.tool", { type: "button", "aria-label": label, title: label, "data-testid": testid, onclick: run }, content);
  const more = tool("More actions", "message-more", icon("more"), () => showMenu(more, menuItems(channelId, message, open)));
  return h("div.toolbar", { role: "toolbar", "aria-label": "Message actions", onclick: (event) => event.stopPropagation() },
    QUICK.map((name) => tool(`React with ${name.replaceAll("_", " ")}`, `react-${name}`, EMOJI.get(name), () => act({ react: name, channel: channelId, ts: message.ts }))),
    !inThread && tool("Reply in thread", "reply-in-thread", icon("thread"), () => open(message.ts)),
    more);
}

function menuItems(channelId, message, open) {
  const shortcuts = store.screen.shortcuts.filter((each) => each.kind === "message");
  const mine = message.user === store.screen.me.id;
  return [
    { label: "Reply in thread", run: () => open(message.thread_ts ?? message.ts), testid: "menu-reply" },
    { label: "Copy link", run: () => copy(`${location.origin}/archives/${channelId}/p${message.ts.replace(".", "")}`), testid: "menu-copy" },
    ...(shortcuts.length ? [null, ...shortcuts.map((each) => ({ label: each.name, hint: store.screen.app, testid: `shortcut-${each.callback_id}`,
      run: async () => { const seen = await act({ shortcut: each.callback_id, channel: channelId, ts: message.ts }); if (seen.warning || seen.error) toast(seen.warning || seen.error); } }))] : []),
    ...(mine ? [null, { label: "Delete message…", danger: true, testid: "menu-delete", run: () => remove(channelId, message) }] : []),
  ];
}

async function copy(address) {
  try { await navigator.clipboard.writeText(address); toast("Link copied.", "good"); } catch { toast(address, "good"); }
}

async function remove(channelId, message) {
  const sure = await askConfirm({ title: { text: "Delete message" }, text: { type: "plain_text", text: "Are you sure you want to delete this message? This cannot be undone." }, confirm: { text: "Delete" }, style: "danger" });
  if (sure) await act({ delete: message.ts, channel: channelId });
}
