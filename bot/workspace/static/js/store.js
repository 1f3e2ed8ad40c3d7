// What the page knows, and how it asks the workspace. The server holds the truth; this only remembers the latest look.

export const store = {
  me: localStorage.getItem("me") || "agent1",
  screen: null,      // GET /_workspace/screen
  outside: null,     // GET /outside/screen
  place: { kind: "channel", id: "C0CARE" },   // or {kind: "app", tab: "home" | "messages" | "about"}
  thread: null,      // {channel, ts}
  highlight: "",     // ts of a message to show
  read: {},          // person → channel → ts of the last message seen
};

const listeners = [];
export const onChange = (listener) => listeners.push(listener);
export const changed = () => listeners.forEach((listener) => listener());

let tag = "";
let asking = null;

/** Look again; only what changed is fetched. */
export async function refresh() {
  asking ??= look().finally(() => { asking = null; });
  await asking;
}

async function look() {
  const person = store.me;
  const answer = await fetch(`/_workspace/screen?as=${encodeURIComponent(person)}`, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
  if (answer.status !== 200 || person !== store.me) return;
  tag = answer.headers.get("ETag");
  const [screen, outside] = await Promise.all([answer.json(), fetch("/outside/screen", { cache: "no-store" }).then((found) => found.json())]);
  if (person !== store.me) return;
  Object.assign(store, { screen, outside });
  document.body.classList.remove("offline");
  changed();
}

export async function becomePerson(name) {
  store.me = name;
  localStorage.setItem("me", name);
  tag = "";
  if (asking) await asking;
  await refresh();
}

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const result = await answer.json();
  await again();
  return result;
}

async function again() {
  if (asking) await asking;
  await refresh();
}

/** Do something as the person you are; answers what they see of it. */
export const act = (body) => post("/_workspace/act", { as: store.me, ...body });
export const actOutside = (body) => post("/outside/act", body);

/** Look twice a second, for as long as the page is open. */
export function keepLooking() {
  const loop = async () => {
    try { await refresh(); } catch { document.body.classList.add("offline"); }
    setTimeout(loop, 500);
  };
  loop();
}

// -- what the screen says -------------------------------------------------------------------------------------

export function author(message) {
  const user = store.screen.users[message.user];
  const name = user?.real_name ?? message.username ?? "Somebody";
  return { ...(user ?? { colour: "#777" }), name_shown: name };
}

export const channelById = (id) => store.screen.channels.find((channel) => channel.id === id);
export const directChannel = () => store.screen.channels.find((channel) => channel.is_im);
export const isTop = (message) => !message.thread_ts || message.thread_ts === message.ts;

/** A channel's messages and the notes only this person sees, in order. */
export function talk(channelId) {
  const notes = store.screen.ephemerals.filter((note) => note.channel === channelId && !note.thread_ts);
  return [...channelById(channelId).messages.filter(isTop), ...notes].sort(byTs);
}

export function threadTalk({ channel, ts }) {
  const messages = channelById(channel)?.messages.filter((message) => message.ts === ts || message.thread_ts === ts) ?? [];
  const notes = store.screen.ephemerals.filter((note) => note.channel === channel && note.thread_ts === ts);
  return [...messages, ...notes].sort(byTs);
}

const byTs = (a, b) => Number(a.ts) - Number(b.ts) || a.ts.localeCompare(b.ts);

export function markRead(channelId) {
  const latest = talk(channelId).at(-1)?.ts ?? "0";
  (store.read[store.me] ??= {})[channelId] = latest;
}

/** How many messages of a channel this person has not seen since the page was opened. */
export function unread(channelId) {
  const seen = (store.read[store.me] ??= {});
  if (seen[channelId] === undefined) markRead(channelId);
  const own = store.screen.me.id;
  return talk(channelId).filter((message) => Number(message.ts) > Number(seen[channelId]) && message.user !== own).length;
}

export const timeOf = (ts) => new Date(Number(ts) * 1000);
export const clockTime = (ts) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(timeOf(ts));
