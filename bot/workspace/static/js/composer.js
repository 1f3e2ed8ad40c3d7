// The message box: words, slash commands and @names, with a list of hints.
import { h, icon, toast } from "./dom.js";
import { act, store } from "./store.js";

const drafts = new Map();

/** Whoever writes something sees what comes of it, wherever they had scrolled to. */
function toEnd(box) {
  const scroller = (box.closest("#thread") ?? document.getElementById("place-body")).querySelector(".scroller");
  if (scroller) scroller.scrollTop = scroller.scrollHeight;
}

/** A box that writes into a channel, or into a thread of it. `key` keeps one draft per place. */
export function composer({ channel, thread_ts, placeholder, key, testid }) {
  const hints = h("div.hints", { role: "listbox", id: `hints-${testid}`, "data-testid": "hints", hidden: true });
  const box = h("textarea", {
    rows: 1, dir: "auto", placeholder, "aria-label": placeholder, "data-testid": testid, value: drafts.get(key) ?? "", role: "combobox", "aria-controls": hints.id, "aria-expanded": "false",
    oninput: () => { drafts.set(key, box.value); grow(); suggest(); }, onkeydown: (event) => onKey(event), onblur: () => setTimeout(() => show([]), 150),
  });
  const sendButton = h("button.send", { type: "button", "aria-label": "Send now", "data-testid": `${testid}-send`, onclick: () => send() }, icon("send"));
  const grow = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 220)}px`; sendButton.classList.toggle("ready", box.value.trim() !== ""); };
  const wrap = (mark, end = mark) => {
    const { selectionStart: from, selectionEnd: to, value } = box;
    box.setRangeText(mark + value.slice(from, to) + end, from, to, "end");
    if (from === to) box.selectionEnd = box.selectionStart = from + mark.length;
    box.focus(); drafts.set(key, box.value); grow();
  };
  const show = (nodes) => { hints.replaceChildren(...nodes); hints.hidden = !nodes.length; box.setAttribute("aria-expanded", String(nodes.length > 0)); };
  const hint = (label, detail, run, index) => h("div.hint", { role: "option", class: index ? "" : "on", onmousedown: (event) => { event.preventDefault(); run(); } }, h("strong", {}, label), h("span", {}, detail));
  const fill = (text, from, to) => { box.setRangeText(text, from, to, "end"); drafts.set(key, box.value); show([]); grow(); box.focus(); };

  const suggest = () => {
    const before = box.value.slice(0, box.selectionStart);
    const command = before.match(/^\/\S*$/), name = before.match(/(?:^|\s)@([\w.-]*)$/);
    if (command) show(store.screen.commands.filter((each) => each.name.startsWith(command[0])).map((each, index) =>
      hint(`${each.name} ${each.usage_hint}`, each.description || store.screen.app, () => fill(`${each.name} `, 0, before.length), index)));
    else if (name) show(people(name[1]).map(([handle, label], index) => hint(label, `@${handle}`, () => fill(`@${handle} `, before.length - name[1].length - 1, before.length), index)));
    else show([]);
  };
  const people = (start) => [
    ...Object.values(store.screen.users).filter((user) => user.id !== "USLACKBOT").map((user) => [user.name, user.real_name]),
    ...Object.values(store.screen.groups).map((handle) => [handle, handle]),
  ].filter(([handle, label]) => `${handle} ${label}`.toLowerCase().includes(start.toLowerCase())).slice(0, 6);

  const onKey = (event) => {
    const options = [...hints.querySelectorAll("[role=option]")], at = options.findIndex((each) => each.classList.contains("on"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (options.length && step) { event.preventDefault(); options[at]?.classList.remove("on"); options[(at + step + options.length) % options.length].classList.add("on"); return; }
    const isWhole = options.length === 1 && box.value.startsWith("/") && store.screen.commands.some((each) => each.name === box.value.trim());
    if (options.length && (event.key === "Tab" || (event.key === "Enter" && !isWhole))) { event.preventDefault(); options[Math.max(at, 0)].dispatchEvent(new MouseEvent("mousedown")); return; }
    if (event.key === "Escape") show([]);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  };

  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = ""; drafts.delete(key); show([]); grow();
    const isCommand = /^\/[a-z]/i.test(text);
    toEnd(box);
    const seen = await act({ [isCommand ? "command" : "say"]: text, channel, thread_ts });
    if (seen.warning || seen.error) { toast(seen.warning || seen.error); if (!box.value) { box.value = text; grow(); } }
  };
  const tool = (name, label, run) => h("button.format", { type: "button", "aria-label": label, title: label, tabindex: "-1", onmousedown: (event) => event.preventDefault(), onclick: run }, icon(name));
  setTimeout(grow);
  return h("div.composer", {}, hints,
    h("div.formats", { role: "toolbar", "aria-label": "Formatting" }, tool("bold", "Bold", () => wrap("*")), tool("italic", "Italic", () => wrap("_")), tool("strike", "Strikethrough", () => wrap("~")), tool("code", "Code", () => wrap("`")), tool("quote", "Quote", () => wrap("> ", ""))),
    box,
    h("div.composer-foot", {}, h("span.composer-tip", {}, "Enter to send · Shift Enter for a new line"), sendButton));
}
