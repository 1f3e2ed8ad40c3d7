// What stands in the middle: a channel, or the app with its Home, Messages and About tabs; and the thread beside it.
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { face, h, icon, replaceWhenChanged } from "./dom.js";
import { drawMessages } from "./messages.js";
import { act, channelById, directChannel, markRead, store, talk, threadTalk } from "./store.js";

const header = () => document.getElementById("place-header");
const body = () => document.getElementById("place-body");
const foot = () => document.getElementById("place-foot");

export function drawPlace(moves) {
  if (store.place.kind === "app") drawApp(moves);
  else drawChannel(moves);
}

function drawChannel(moves) {
  const channel = channelById(store.place.id) ?? store.screen.channels[0];
  store.place.id = channel.id;
  replaceWhenChanged(header(), `${store.me}${channel.id}${channel.members.length}`, () => [
    h("h2.place-name", {}, icon("hash", 17), channel.name),
    h("div.place-faces", { title: `${channel.members.length} members` },
      channel.members.slice(0, 3).map((id) => face({ ...store.screen.users[id], name_shown: store.screen.users[id].real_name }, 22)), h("span", {}, channel.members.length)),
  ]);
  replaceWhenChanged(foot(), `composer-${store.me}-${channel.id}`, () =>
    composer({ channel: channel.id, placeholder: `Message #${channel.name}`, key: `${store.me}:${channel.id}`, testid: "composer" }));
  messageList(channel, moves, () => intro(channel));
}

const intro = (channel) => h("div.intro", {}, h("h3", {}, icon("hash", 26), channel.name), h("p", {}, `This is the very beginning of the #${channel.name} channel.`));

function messageList(channel, moves, makeIntro) {
  const isNew = replaceWhenChanged(body(), `messages-${store.me}-${channel.id}`, () => [h("div.scroller", { "data-testid": "messages", role: "log", "aria-live": "off" }, makeIntro(), h("div.message-list"))]);
  const scroller = body().querySelector(".scroller");
  if (isNew) stayAtEnd(scroller);
  drawMessages(scroller.querySelector(".message-list"), channel.id, talk(channel.id), { open: moves.openThread });
  if (store.highlight) reveal(scroller);
  if (!document.hidden) markRead(channel.id);
}

/** Keeps the latest message in sight while the reader is at the end, whatever grows or shrinks. */
function stayAtEnd(scroller) {
  let atEnd = true;
  scroller.addEventListener("scroll", () => { atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60; }, { passive: true });
  const observer = new ResizeObserver(() => { if (atEnd) scroller.scrollTop = scroller.scrollHeight; });
  observer.observe(scroller);
  observer.observe(scroller.querySelector(".message-list"));
}

function reveal(scroller) {
  const found = scroller.querySelector(`[data-ts="${CSS.escape(store.highlight)}"]`);
  if (!found || found.dataset.revealed) return;
  found.dataset.revealed = "yes";
  found.scrollIntoView({ block: "center" });
}

// -- the app ------------------------------------------------------------------------------------------------------

function drawApp(moves) {
  const { tab } = store.place, direct = directChannel();
  replaceWhenChanged(header(), `${store.me}app${tab}`, () => [
    h("h2.place-name", {}, h("img", { src: "/static/icon.svg", alt: "", width: 22, height: 22 }), store.screen.app, h("span.app-badge", {}, "APP")),
    h("div.app-tabs", { role: "tablist" }, ["home", "messages", "about"].map((name) => h("button", {
      type: "button", role: "tab", "aria-selected": String(tab === name), "data-testid": `app-tab-${name}`, onclick: () => moves.go({ kind: "app", tab: name }),
    }, name[0].toUpperCase() + name.slice(1)))),
  ]);
  if (tab === "messages") {
    replaceWhenChanged(foot(), `composer-${store.me}-app`, () => composer({ channel: direct.id, placeholder: `Message ${store.screen.app}`, key: `${store.me}:app`, testid: "composer" }));
    messageList(direct, moves, () => h("div.intro", {}, h("h3", {}, store.screen.app), h("p", {}, "This conversation is just between the two of you.")));
    return;
  }
  replaceWhenChanged(foot(), "none", () => []);
  if (tab === "home") drawHome();
  else replaceWhenChanged(body(), "about", () => [about()]);
}

const homeValues = {};

function drawHome() {
  const home = store.screen.home;
  replaceWhenChanged(body(), `home-${store.me}-${home?.hash}`, () => {
    if (!home) return [h("div.scroller", {}, h("div.empty", {}, h("p", {}, "Opening the desk …"), h("p.muted", {}, `If nothing appears, ${store.screen.app} is not answering yet.`)))];
    const values = (homeValues[store.me] ??= {});
    const place = { values, where: { home: true }, press: (spec, block, value) => act({ click: { home: true, block_id: block.block_id, action_id: spec.action_id, value, state: values } }) };
    return [h("div.scroller", { "data-testid": "app-home" }, h("div.app-home", {}, blocks(home.blocks, place)))];
  });
}

const about = () => h("div.scroller", {}, h("div.app-home", {}, h("h3.header", {}, store.screen.app),
  h("p", {}, "This page plays Slack for the app behind it, over the same signed HTTP requests. Nothing here leaves this computer."),
  h("h3", {}, "Commands"), h("ul", {}, store.screen.commands.map((each) => h("li", {}, h("code", {}, each.name), ` ${each.description}`)))));

// -- the thread -----------------------------------------------------------------------------------------------------

export function drawThread(moves) {
  const pane = document.getElementById("thread");
  const messages = store.thread ? threadTalk(store.thread) : [];
  pane.hidden = !messages.length;
  document.body.classList.toggle("thread-open", messages.length > 0);
  if (!messages.length) { store.thread = null; return; }
  const { channel, ts } = store.thread;
  const name = channelById(channel).is_im ? store.screen.app : `#${channelById(channel).name}`;
  const isNew = replaceWhenChanged(pane, `${store.me}${channel}${ts}`, () => [
    h("header.place", {}, h("button.icon-button.only-phone", { type: "button", "aria-label": "Back to the channel", onclick: moves.closeThread }, icon("back", 18)),
      h("h2.place-name", {}, "Thread", h("small", {}, name)),
      h("button.icon-button", { type: "button", "aria-label": "Close thread", "data-testid": "close-thread", onclick: moves.closeThread }, icon("close", 18))),
    h("div.scroller", { "data-testid": "thread-messages" }, h("div.message-list")),
    h("div.place-foot", {}, composer({ channel, thread_ts: ts, placeholder: "Reply…", key: `${store.me}:${ts}`, testid: "thread-composer" })),
  ]);
  const scroller = pane.querySelector(".scroller");
  if (isNew) stayAtEnd(scroller);
  drawMessages(scroller.querySelector(".message-list"), channel, messages, { inThread: true, open: () => {} });
}
