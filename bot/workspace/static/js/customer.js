// The customers' side: what people outside see and write. Not Slack, and it should not look like it.
import { townNow } from "./clock.js";
import { face, h, icon, replaceWhenChanged, toast } from "./dom.js";
import { actOutside, store } from "./store.js";

const pane = { tab: "public", as: "p-nora", replyTo: null, editing: null, highlight: "", draft: "" };

export function showPost(id) {
  const post = store.outside?.posts.find((each) => each.id === id);
  if (post) pane.tab = post.private ? "private" : "public";
  pane.highlight = id;
}

const persona = (id) => store.outside.personas.find((each) => each.id === id);
const shownAs = (person) => ({ ...person, name_shown: person.name });
const BRAND = { colour: "#0b5cd6", name_shown: "Acme" };

export function drawCustomers() {
  const { outside } = store;
  const root = document.getElementById("customers");
  const minute = Math.floor(townNow() / 60000);
  replaceWhenChanged(root, JSON.stringify([pane.tab, pane.as, pane.replyTo, pane.editing, pane.highlight, outside, minute]), () => {
    const wasAt = root.querySelector(".feed")?.scrollTop ?? 0;
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    queueMicrotask(() => settle(root, wasAt, focused));
    return [head(outside), tabs(outside), h("div.feed", { "data-testid": `outside-${pane.tab}`, role: "feed", "aria-label": pane.tab === "public" ? "Public timeline" : "Private messages" },
      pane.tab === "public" ? timeline(outside.posts) : conversations(outside.posts)), writer(outside)];
  });
}

/** After a redraw: the same place in the feed, and the caret where it was. */
function settle(root, wasAt, focused) {
  const feed = root.querySelector(".feed");
  feed.scrollTop = wasAt;
  const same = focused?.dataset.testid && root.querySelector(`[data-testid="${focused.dataset.testid}"]`);
  if (same) {
    same.focus({ preventScroll: true });
    if (focused.selectionStart !== undefined && same.setSelectionRange) same.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  }
  const found = pane.highlight && root.querySelector(`[data-post-id="${CSS.escape(pane.highlight)}"]`);
  if (found && !found.dataset.revealed) { found.dataset.revealed = "yes"; found.scrollIntoView({ block: "center" }); }
}

/** "now", "16 s", "3 min", "2 h", "4 d": as short as a timeline wants it. */
function sinceShort(moment) {
  const seconds = Math.max(0, (townNow() - new Date(moment)) / 1000);
  for (const [unit, size] of [["d", 86400], ["h", 3600], ["min", 60]]) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return "now";
}

/** The way a post reads by its first letter after handles and links; "@acme" says nothing about it. */
function directionOf(text) {
  const letter = text.replace(/[@#][\w.]+|https?:\S+/g, "").match(/\p{L}/u)?.[0] ?? "a";
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(letter) ? "rtl" : "ltr";
}

const redraw = (changes) => { Object.assign(pane, changes); drawCustomers(); };

function head(outside) {
  const { paused, left } = outside.samples;
  return h("header.customers-head", {},
    h("div", {}, h("h2", {}, icon("globe", 18), outside.network), h("p", {}, "The world outside")),
    h("div.samples", {},
      h("button.soft", { type: "button", "data-testid": "samples-toggle", "aria-pressed": String(paused), onclick: () => actOutside({ samples: paused ? "go" : "pause" }), title: paused ? "Let sample mentions arrive" : "Pause the sample mentions" },
        icon(paused ? "play" : "pause", 14), paused ? "Resume" : "Pause"),
      h("button.soft", { type: "button", "data-testid": "samples-next", disabled: !left, onclick: () => actOutside({ samples: "next" }), title: `${left} sample mentions to come` }, icon("next", 14), "Next")));
}

function tabs(outside) {
  const count = (isPrivate) => outside.posts.filter((post) => post.private === isPrivate).length;
  const tab = (name, label, mark) => h("button", { type: "button", role: "tab", "aria-selected": String(pane.tab === name), "data-testid": `outside-tab-${name}`, onclick: () => redraw({ tab: name, replyTo: null, editing: null }) },
    icon(mark, 14), label, h("span.count", {}, count(name === "private")));
  return h("div.customers-tabs", { role: "tablist" }, tab("public", "Public timeline", "globe"), tab("private", "Private messages", "lock"));
}

/** Threads, the one with the latest word first. */
function threads(posts) {
  const found = new Map();
  for (const post of posts) found.set(post.thread || post.id, [...(found.get(post.thread || post.id) ?? []), post]);
  return [...found.values()].sort((a, b) => b.at(-1).created_at.localeCompare(a.at(-1).created_at));
}

function timeline(posts) {
  const groups = threads(posts.filter((post) => !post.private));
  if (!groups.length) return nothing("No posts yet. The first one comes in a moment.");
  return groups.map((group) => h("section.public-thread", {}, group.map((post, index) => postNode(post, index > 0))));
}

function conversations(posts) {
  const groups = threads(posts.filter((post) => post.private));
  if (!groups.length) return nothing("No private messages yet. Write one below, or wait.");
  return groups.map((group) => {
    const who = persona(group.find((post) => post.persona)?.persona ?? group[0].thread.replace("conversation-", ""));
    return h("section.conversation", { "data-thread": group[0].thread },
      h("h3", {}, icon("lock", 14), "Private: ", h("bdi", {}, who?.name ?? "a customer"), " and @acme"), group.map((post) => bubble(post, who)));
  });
}

const nothing = (words) => h("p.nothing", {}, words);

function postNode(post, nested) {
  const who = post.persona ? shownAs(persona(post.persona)) : BRAND;
  const handle = post.persona ? who.handle : post.account;
  return h("article.post", { class: [nested && "nested", !post.persona && "brand", pane.highlight === post.id && "highlight"].filter(Boolean).join(" "), "data-post-id": post.id, "data-testid": post.persona ? "customer-post" : "brand-post" },
    face(who, 38, true),
    h("div.post-body", {},
      h("div.post-head", {}, h("bdi.post-name", {}, who.name_shown), !post.persona && h("span.verified", { title: "The brand" }, "✓"),
        h("span.post-handle", {}, `@${handle}`), h("time", { datetime: post.created_at }, sinceShort(post.created_at))),
      !post.persona && h("span.audience.public", {}, icon("globe", 12), "Public answer"),
      words(post), pictures(post),
      post.persona && h("div.post-meta", {}, h("span", {}, `${new Intl.NumberFormat("en-GB").format(who.followers)} followers`)),
      !post.deleted && tools(post)));
}

function words(post) {
  if (post.deleted) return h("p.post-text.gone", {}, post.persona ? "This post was deleted by its author." : `This answer was removed by ${store.outside.network}.`);
  if (pane.editing === post.id) return editor(post);
  return h("p.post-text", { dir: directionOf(post.text) }, post.text, post.edited && h("small", {}, " (edited)"));
}

const pictures = (post) => !post.deleted && post.media.map((each) => h("img.post-picture", { src: each.url, alt: each.alt, loading: "lazy" }));

function editor(post) {
  const box = h("textarea.field", { dir: "auto", rows: 3, value: post.text, "aria-label": "Edit post", "data-testid": "edit-box" });
  return h("div.post-editor", {}, box, h("div", {},
    h("button.soft", { type: "button", onclick: () => redraw({ editing: null }) }, "Cancel"),
    h("button.soft.strong", { type: "button", "data-testid": "edit-save", onclick: async () => { pane.editing = null; await say({ as: post.persona, edit: post.id, text: box.value }); } }, "Save")));
}

function tools(post) {
  const own = post.persona && [
    h("button", { type: "button", "data-testid": "edit-post", onclick: () => redraw({ editing: post.id }) }, "Edit"),
    h("button", { type: "button", "data-testid": "delete-post", onclick: () => say({ as: post.persona, delete: post.id }) }, "Delete"),
  ];
  const removed = !post.persona && h("button", { type: "button", "data-testid": "remove-post", title: `As ${store.outside.network}: take this answer away`, onclick: () => say({ remove: post.id }) }, "Remove");
  return h("div.post-tools", {}, h("button", { type: "button", "data-testid": "reply-post", onclick: () => answer(post) }, "Reply"), own, removed);
}

/** Answer as the customer whose thread it is. */
function answer(post) {
  const root = store.outside.posts.find((each) => each.thread === post.thread && each.persona);
  redraw({ replyTo: post.id, as: post.persona ?? root?.persona ?? pane.as });
  document.querySelector("[data-testid=customer-box]")?.focus();
}

function bubble(post, who) {
  return h("div.bubble-row", { class: post.persona ? "theirs" : "ours", "data-post-id": post.id, "data-testid": post.persona ? "customer-message" : "brand-message" },
    face(post.persona ? shownAs(who) : BRAND, 28, true),
    h("div.bubble", { class: pane.highlight === post.id ? "highlight" : "" },
      !post.persona && h("span.audience.private", {}, icon("lock", 12), `Private answer from @${post.account}`),
      words(post),
      h("div.bubble-foot", {}, h("time", { datetime: post.created_at }, sinceShort(post.created_at)), post.persona && !post.deleted && tools(post))));
}

async function say(body) {
  const result = await actOutside(body);
  if (!result.ok) toast(result.error);
  return result.ok;
}

function writer(outside) {
  const target = pane.replyTo && outside.posts.find((post) => post.id === pane.replyTo);
  const isPrivate = pane.tab === "private";
  const who = persona(pane.as);
  const kind = target ? "Reply" : isPrivate ? "Private message" : "Public post";
  const box = h("textarea", { rows: 2, dir: "auto", placeholder: isPrivate ? "Write to @acme privately …" : "Say something to @acme …", "aria-label": kind, "data-testid": "customer-box", value: pane.draft,
    oninput: () => { pane.draft = box.value; }, onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); } } });
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    pane.draft = ""; box.value = "";
    const replyTo = pane.replyTo;
    pane.replyTo = null;
    if (!(await say({ as: pane.as, text, private: isPrivate && !replyTo, in_reply_to: replyTo ?? undefined }))) pane.draft = text;
    drawCustomers();
    document.querySelector("[data-testid=customer-box]")?.focus();
  };
  return h("footer.writer", {},
    h("div.writer-head", {}, face(shownAs(who), 24, true),
      h("select", { "aria-label": "Write as", "data-testid": "customer-as", onchange: (event) => redraw({ as: event.target.value }) }, outside.personas.map((each) => h("option", { value: each.id, selected: each.id === pane.as }, each.name))),
      h("span.writer-kind", { class: isPrivate ? "private" : "public" }, icon(isPrivate ? "lock" : "globe", 12), kind),
      target && h("button.link-button", { type: "button", onclick: () => redraw({ replyTo: null }) }, "Cancel")),
    target && h("p.writer-target", { dir: "auto" }, target.text.slice(0, 80)),
    h("div.writer-row", {}, box, h("button.soft.strong", { type: "button", "data-testid": "customer-send", onclick: send }, isPrivate ? "Send" : "Post")));
}
