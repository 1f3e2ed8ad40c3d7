// The town's clock at the top of the page: pause it, run it sixty times as fast, jump to before the next reminder.
import { h, icon } from "./dom.js";

const FAST = 60;
let offset = 0;
let told = null;

/** The town's time in milliseconds, as near as the last look at it tells. */
export const townNow = () => (told && told.rate !== 1 ? told.at + (Date.now() - told.seen) * told.rate : Date.now() + offset);

async function ask(wish) {
  const options = wish ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) } : {};
  try {
    const answer = await (await fetch("/_workspace/clock", options)).json();
    if (!answer.ok) return;
    const at = Date.parse(answer.now);
    told = { ...answer, at, seen: Date.now() };
    offset = at - Date.now();
    draw();
  } catch { /* the workspace is gone; the page says so elsewhere */ }
}

const button = (id, label, picture, wish, pressed) =>
  h("button.icon-button.on-dark.clock-button", {
    type: "button", title: label, "aria-label": label, "aria-pressed": pressed === undefined ? undefined : String(pressed),
    "data-testid": `clock-${id}`, onclick: () => ask(wish),
  }, picture);

function words() {
  const moment = new Date(townNow());
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(moment);
}

function draw() {
  const place = document.getElementById("clock");
  if (!place || !told || told.fixed) return;
  const paused = told.rate === 0;
  const fast = told.rate === FAST;
  const away = told.next ? (Date.parse(told.next) - townNow()) / 60000 : 0;
  const shape = `${told.rate}|${away > 5}`;
  if (place.dataset.shape !== shape) {
    place.dataset.shape = shape;
    place.replaceChildren(
      h("time.clock-time", { "data-testid": "clock-time", "aria-label": "Time in this workspace" }),
      button("pause", paused ? "Let the clock run" : "Pause the clock", icon(paused ? "play" : "pause", 16), { rate: paused ? 1 : 0 }, paused),
      button("fast", fast ? "Back to real speed" : "Run the clock 60 times as fast", h("span.clock-word", {}, "×60"), { rate: fast ? 1 : FAST }, fast),
      button("jump", "Jump to 5 minutes before the next reminder", h("span.clock-word", {}, "Next nag −5 min"), { jump: "next" }));
    place.querySelector("[data-testid=clock-jump]").disabled = away <= 5;
  }
  place.querySelector(".clock-time").textContent = words();
}

export function startClock() {
  ask();
  setInterval(ask, 2000);
  setInterval(draw, 500);
}
