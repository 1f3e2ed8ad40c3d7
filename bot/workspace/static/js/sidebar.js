// Channels, direct messages and the app.
import { face, h, icon, replaceWhenChanged } from "./dom.js";
import { store, directChannel, unread } from "./store.js";

export function drawSidebar(go) {
  const direct = directChannel();
  const counts = Object.fromEntries(store.screen.channels.map((channel) => [channel.id, unread(channel.id)]));
  const signature = JSON.stringify([store.me, store.place, counts, store.screen.humans]);
  replaceWhenChanged(document.getElementById("sidebar"), signature, () => [
    h("div.workspace-name", {}, h("h1", {}, store.screen.team)),
    group("Channels", store.screen.channels.filter((channel) => !channel.is_im).map((channel) =>
      row({ label: channel.name, mark: icon("hash", 15), count: counts[channel.id], badge: false, on: store.place.id === channel.id, testid: `channel-${channel.name}`, run: () => go({ kind: "channel", id: channel.id }) }))),
    group("People", store.screen.humans.map((human) =>
      h("div.side-row.still", {}, face({ ...human, name_shown: human.real_name }, 20), h("span.side-label", {}, human.real_name, human.id === store.screen.me.id && h("small", {}, " you")), h("small.role", {}, human.role)))),
    group("Apps", direct ? [row({ label: store.screen.app, mark: h("img", { src: "/static/icon.svg", alt: "", width: 20, height: 20 }), count: counts[direct.id], badge: true,
      on: store.place.kind === "app", testid: "app", run: () => go({ kind: "app", tab: counts[direct.id] ? "messages" : "home" }) })] : []),
  ]);
}

const folded = new Set();

function group(title, rows) {
  const remember = (event) => (event.target.open ? folded.delete(title) : folded.add(title));
  return h("details.side-group", { open: !folded.has(title), ontoggle: remember }, h("summary", {}, icon("caret", 12), h("h2", {}, title)), rows);
}

function row({ label, mark, count, badge, on, testid, run }) {
  return h("button.side-row", { type: "button", class: [on && "on", count && "unread"].filter(Boolean).join(" "), "aria-current": on ? "page" : undefined, "data-testid": testid, onclick: run },
    h("span.side-mark", {}, mark), h("span.side-label", { dir: "auto" }, label),
    count > 0 && h("span.badge", { class: badge ? "loud" : "", "aria-label": `${count} unread` }, count));
}
