// Making elements. Foreign words only ever become text nodes here; nothing is parsed as HTML.

/** h("button.primary", {type: "button", onclick: f}, "Send") */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = `${element.className} ${value}`.trim();
    else if (key === "colour") element.style.setProperty("--colour", value);
    else if (key === "value" || key === "checked" || key === "selected") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  hash: "M6.5 2.5 5 13.5M11 2.5 9.5 13.5M3 6h10.500M2.500 10H13",
  lock: "M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500",
  thread: "M13.500 8a5.500 5.500 0 0 1-8 4.900L2.500 13.500l.7-2.800A5.500 5.500 0 1 1 13.500 8zM5.500 7h5M5.500 9.500h3",
  more: "M8 3.500v.01M8 8v.01M8 12.500v.01",
  close: "M3.500 3.500l9 9M12.500 3.500l-9 9",
  send: "M2.500 8 13.500 3l-4 10.500-2-4.500zM7.500 9l6-6",
  people: "M6 7.500a2.250 2.250 0 1 0 0-4.500 2.250 2.250 0 0 0 0 4.500zM2 13c0-2.300 1.700-4 4-4s4 1.700 4 4M10.500 7.500a2 2 0 1 0 0-4M11.500 9.300c1.500.5 2.500 1.800 2.500 3.700",
  moon: "M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z",
  sun: "M8 5.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1",
  home: "M2.500 7.500 8 3l5.500 4.500M4 6.500V13h8V6.500",
  back: "M9.500 3.500 5 8l4.500 4.500",
  warn: "M8 2.500 14 13.500H2zM8 6.500v3.500M8 11.800v.01",
  globe: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c2 2 2 10 0 12M8 2c-2 2-2 10 0 12",
  pause: "M5.500 3.500v9M10.500 3.500v9",
  play: "M4.500 3l8 5-8 5z",
  next: "M3.500 3.500l5 4.500-5 4.500zM9.500 3.500l5 4.500-5 4.500z",
  smile: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.500 9.500c1 1.800 4 1.800 5 0M6 6.300v.01M10 6.300v.01",
  bookmark: "M4 2.500h8v11L8 10.500l-4 3z",
  bold: "M4.500 3h4a2.300 2.300 0 0 1 0 4.800h-4zM4.500 7.800h4.700a2.600 2.600 0 0 1 0 5.200H4.500z",
  italic: "M6.500 3h5M4.500 13h5M9.500 3l-3 10",
  strike: "M2.500 8h11M11 5c0-1.500-1.300-2.300-3-2.300S5 3.500 5 5c0 3.500 6.200 2.500 6.200 5.800 0 1.600-1.400 2.500-3.200 2.500S4.800 12.400 4.800 11",
  code: "M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500",
  quote: "M2.500 3v10M6 5h7.500M6 8h7.500M6 11h5",
  caret: "M4 6l4 4 4-4",
};

export function icon(name, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: size, height: size, fill: "none",
    stroke: "currentColor", "stroke-width": name === "more" ? 2.4 : 1.4, "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", class: "icon" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A square (or, for people outside, round) picture made of a colour and initials. */
export function face(person, size = "36", round = false) {
  const letters = person.is_bot ? "" : [...person.name_shown.replace(/[^\p{L}\p{N} ]/gu, "")]
    .join("").split(" ").filter(Boolean).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase();
  const element = h("span.face", { class: round ? "round" : "", "aria-hidden": "true", colour: person.colour }, letters || "");
  element.style.setProperty("--size", `${size}px`);
  if (person.is_bot) element.append(h("img", { src: "/static/icon.svg", alt: "" }));
  else if (!letters) element.append("★");
  return element;
}

/** Whether an address leads to a place in this page: a message, or a customer's post. */
export const isLocal = (address) => ["archives", "outside/posts"].some((path) => address.startsWith(`${location.origin}/${path}/`));

/** Go where a button leads: to a place in this page, or to a page of its own. */
export function visit(address) {
  if (isLocal(address)) document.dispatchEvent(new CustomEvent("visit", { detail: address }));
  else window.open(address, "_blank", "noopener");
}

/** Puts children into a parent only when they changed, so that focus, scroll and open menus survive. */
export function replaceWhenChanged(parent, signature, make) {
  if (parent.dataset.signature === signature) return false;
  parent.dataset.signature = signature;
  parent.replaceChildren(...[make()].flat());
  return true;
}

export function announce(words) {
  document.getElementById("announcer").textContent = words;
}

/** A short note at the foot of the page; warnings stay longer. */
export function toast(words, kind = "warning") {
  const note = h("div.toast", { class: kind, "data-testid": "toast" }, icon(kind === "warning" ? "warn" : "smile"), h("span", { dir: "auto" }, words));
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), kind === "warning" ? 8000 : 3000);
}
