// The page: draws what the workspace says, and takes the person where they want to go.
import { startClock } from "./clock.js";
import { announce, face, icon, replaceWhenChanged } from "./dom.js";
import { drawCustomers, showPost } from "./customer.js";
import { freshenDates } from "./mrkdwn.js";
import { drawPlace, drawThread } from "./places.js";
import { drawSidebar } from "./sidebar.js";
import { act, becomePerson, changed, channelById, directChannel, isTop, keepLooking, onChange, store, talk } from "./store.js";
import { showView } from "./views.js";

const byId = (id) => document.getElementById(id);

const moves = {
  go(place) {
    const opensHome = place.kind === "app" && place.tab === "home";
    Object.assign(store, { place, thread: null, highlight: "" });
    showTab("chat");
    changed();
    if (opensHome) act({ open_home: true });
  },
  openThread(ts) {
    const channel = store.place.kind === "app" ? directChannel().id : store.place.id;
    store.thread = { channel, ts };
    changed();
    document.querySelector("[data-testid=thread-composer]")?.focus();
  },
  closeThread() {
    store.thread = null;
    changed();
  },
};

let lastHeard = "";

function draw() {
  drawPerson();
  drawPlace(moves);
  drawThread(moves);
  drawSidebar(moves.go);
  drawCustomers();
  showView();
  speakNews();
}

/** Tell screen readers of a new message, once. */
function speakNews() {
  if (store.place.kind !== "channel") return;
  const last = talk(store.place.id).at(-1);
  if (!last || last.ts === lastHeard) return;
  if (lastHeard) announce(last.text || "New message");
  lastHeard = last.ts;
}

/** The first name; "Guest Gil" keeps both. */
const callName = (human) => (human.real_name.startsWith("Guest") ? human.real_name : human.real_name.split(" ")[0]);

function drawPerson() {
  const select = byId("person-switch");
  replaceWhenChanged(select, JSON.stringify(store.screen.humans), () => store.screen.humans.map((human) => new Option(`${callName(human)} · ${human.role || "member"}`, human.name)));
  select.value = store.me;
  const me = store.screen.me;
  byId("person-face").replaceChildren(face({ ...me, name_shown: me.real_name }, 26));
}

function showTab(name) {
  document.body.dataset.tab = name;
  for (const tab of document.querySelectorAll(".tabs button")) tab.setAttribute("aria-current", String(tab.dataset.tab === name));
}

// -- light and dark -------------------------------------------------------------------------------------------------

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (systemIsDark.matches ? "dark" : "light")) === "dark";

function setTheme(theme) {
  if (theme) { document.documentElement.dataset.theme = theme; localStorage.setItem("theme", theme); }
  byId("theme").replaceChildren(icon(isDark() ? "sun" : "moon", 18));
}

function setCustomers(open) {
  document.body.classList.toggle("no-customers", !open);
  byId("toggle-customers").setAttribute("aria-expanded", String(open));
  localStorage.setItem("customers", open ? "open" : "closed");
}

// -- links into the page: #C0CARE/p1795336376922584, #outside/ID --------------------------------------------------------

function follow(fragment) {
  const [where, what] = fragment.replace(/^#/, "").split("/");
  if (where === "outside") { showPost(what); setCustomers(true); showTab("customers"); return changed(); }
  const channel = channelById(where);
  if (!channel) return undefined;
  store.place = channel.is_im ? { kind: "app", tab: "messages" } : { kind: "channel", id: where };
  const ts = what?.replace(/^p(\d+)(\d{6})$/, "$1.$2") ?? "";
  const message = channel.messages.find((each) => each.ts === ts);
  store.highlight = ts;
  store.thread = message && !isTop(message) ? { channel: where, ts: message.thread_ts } : null;
  showTab("chat");
  return changed();
}

function onLink(event) {
  const local = event.target.closest?.("a[data-local]");
  if (!local) return;
  event.preventDefault();
  followAddress(local.href);
}

function followAddress(address) {
  const [, kind, first, second] = new URL(address).pathname.split("/");
  follow(kind === "archives" ? `${first}/${second}` : `outside/${second}`);
}

function start() {
  setTheme(localStorage.getItem("theme"));
  systemIsDark.addEventListener("change", () => setTheme(null));
  byId("toggle-customers").append(icon("globe", 18));
  setCustomers(localStorage.getItem("customers") !== "closed");
  byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
  byId("toggle-customers").addEventListener("click", () => setCustomers(document.body.classList.contains("no-customers")));
  byId("person-switch").addEventListener("change", async (event) => {
    store.thread = null;
    await becomePerson(event.target.value);
    if (store.place.kind === "app" && store.place.tab === "home") act({ open_home: true });
    announce(`You are ${store.screen.me.real_name}`);
  });
  document.querySelector(".tabs").addEventListener("click", (event) => { if (event.target.dataset.tab) showTab(event.target.dataset.tab); });
  document.addEventListener("click", onLink);
  document.addEventListener("visit", (event) => followAddress(event.detail));
  addEventListener("hashchange", () => follow(location.hash));
  let isFirst = true;
  onChange(() => { draw(); if (isFirst) { isFirst = false; document.body.dataset.ready = "yes"; if (location.hash) follow(location.hash); } });
  showTab("chat");
  keepLooking();
  startClock();
  setInterval(freshenDates, 500);
}

start();
