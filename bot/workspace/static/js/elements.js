// Interactive elements of blocks. A place (message, dialog, App Home) gives `place.values`, `place.press` and `place.where`.
// Values are plain here (an option's value, a user's id, seconds); the workspace makes Slack's payload of them.
import { h, icon, isLocal, toast, visit } from "./dom.js";
import { plain, textObject, unescape } from "./mrkdwn.js";
import { askConfirm, showMenu } from "./popups.js";
import { act, store } from "./store.js";

const words = (object) => (object ? plain(object.type === "mrkdwn" ? unescape(object.text) : object.text) : "");
let serial = 0;

export function element(spec, block, place) {
  const make = MAKERS[spec.type];
  return make ? make(spec, block, place) : h("em.unknown", {}, `(${spec.type} is not shown here)`);
}

const names = (spec, block) => ({ "data-action-id": spec.action_id, "data-block-id": block.block_id });
const isInput = (block) => block.type === "input";

function current(spec, block, place, initial) {
  const typed = place.values[block.block_id]?.[spec.action_id];
  return typed === undefined ? initial : typed;
}

/** Remember a value; outside of inputs (or where the input says so) the app hears of it at once. */
async function change(spec, block, place, value, control) {
  (place.values[block.block_id] ??= {})[spec.action_id] = value;
  if (!isInput(block) || block.dispatch_action) await press(spec, block, place, value, control);
}

async function press(spec, block, place, value, control) {
  if (spec.confirm && !(await askConfirm(spec.confirm))) return;
  control?.classList.add("busy");
  control?.setAttribute("aria-busy", "true");
  const seen = await place.press(spec, block, value);
  control?.classList.remove("busy");
  control?.removeAttribute("aria-busy");
  if (seen.warning) warn(control, seen.warning);
  else if (seen.error) toast(seen.error);
}

function warn(control, sentence) {
  toast(sentence);
  control?.parentElement?.querySelector(".press-warning")?.remove();
  control?.after(h("span.press-warning", { role: "img", "aria-label": sentence, title: sentence }, icon("warn")));
}

function button(spec, block, place) {
  const label = [textObject(spec.text)];
  const control = h("button.button", {
    type: "button", class: spec.style ?? "", value: spec.value, "data-value": spec.value, ...names(spec, block),
    "aria-label": spec.accessibility_label, onclick: () => { if (spec.url) visit(spec.url); press(spec, block, place, spec.value, control); },
  }, label, spec.url && !isLocal(spec.url) && h("span.visually-hidden", {}, " (opens a new page)"));
  return control;
}

function overflow(spec, block, place) {
  const control = h("button.button.square", {
    type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", ...names(spec, block),
    onclick: () => showMenu(control, spec.options.map((option) => ({
      label: words(option.text), hint: words(option.description), value: option.value, testid: `option-${option.value}`,
      run: () => { if (option.url) visit(option.url); press(spec, block, place, option.value, control); },
    }))),
  }, icon("more"));
  return control;
}

const choice = (option, chosen) => h("option", { value: option.value, selected: chosen === option.value }, words(option.text));

function select(spec, block, place, choices, initial) {
  const chosen = current(spec, block, place, initial ?? "");
  const control = h("select.field", { ...names(spec, block), ...labelled(block), onchange: () => change(spec, block, place, control.value || null, control) },
    h("option", { value: "" }, words(spec.placeholder) || "Choose an option"), choices(chosen));
  if (!isInput(block)) control.setAttribute("aria-label", words(spec.placeholder) || spec.action_id);
  return h("span.select", {}, control, icon("caret", 14));
}

function optionChoices(spec, chosen) {
  if (spec.options) return spec.options.map((option) => choice(option, chosen));
  return spec.option_groups.map((group) => h("optgroup", { label: words(group.label) }, group.options.map((option) => choice(option, chosen))));
}

const staticSelect = (spec, block, place) => select(spec, block, place, (chosen) => optionChoices(spec, chosen), spec.initial_option?.value);

function listSelect(list, initialKey) {
  return (spec, block, place) => select(spec, block, place,
    (chosen) => list().map(([value, label]) => h("option", { value, selected: chosen === value }, label)), spec[initialKey]);
}

const people = () => Object.values(store.screen.users).filter((user) => !user.is_bot && user.id !== "USLACKBOT").map((user) => [user.id, user.real_name]);
const channels = () => store.screen.channels.filter((channel) => channel.name).map((channel) => [channel.id, `#${channel.name}`]);

/** A list with several ticks; `initial` is a list of plain values. */
function manySelect(list, initialKey) {
  return (spec, block, place) => ticks(spec, block, place, list(spec), spec[initialKey] ?? [], "checkbox");
}

const flatOptions = (spec) => (spec.options ?? spec.option_groups.flatMap((group) => group.options)).map((option) => [option.value, words(option.text)]);

function ticks(spec, block, place, list, initial, type) {
  const chosen = new Set([].concat(current(spec, block, place, initial) ?? []));
  const name = `ticks-${(serial += 1)}`;
  const group = h("div.choices", { role: type === "radio" ? "radiogroup" : "group", ...labelled(block), "data-block-id": block.block_id });
  const read = () => {
    const values = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    return type === "radio" ? values[0] : values;
  };
  group.append(...list.map(([value, label, description]) => h("label.choice", {},
    h("input", { type, name, value, checked: chosen.has(value), "data-action-id": spec.action_id, "data-value": value, onchange: () => change(spec, block, place, read(), group) }),
    h("span", { dir: "auto" }, label, description && h("small", { dir: "auto" }, description)))));
  return group;
}

function choices(type, initial) {
  return (spec, block, place) => ticks(spec, block, place,
    spec.options.map((option) => [option.value, textObject(option.text), option.description && textObject(option.description)]), initial(spec), type);
}

function textInput(type) {
  return (spec, block, place) => {
    const tag = spec.multiline ? "textarea.field" : "input.field";
    const dispatchOn = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const control = h(tag, {
      type: spec.multiline ? undefined : type, rows: spec.multiline ? 5 : undefined, dir: "auto", value: current(spec, block, place, spec.initial_value ?? ""),
      placeholder: words(spec.placeholder), ...names(spec, block), ...labelled(block),
      oninput: () => { keep(); counter(); if (block.dispatch_action && dispatchOn.includes("on_character_entered")) press(spec, block, place, control.value, null); },
      onkeydown: (event) => { if (event.key === "Enter" && block.dispatch_action && dispatchOn.includes("on_enter_pressed") && !spec.multiline) { event.preventDefault(); press(spec, block, place, control.value, control); } },
    });
    const keep = () => { (place.values[block.block_id] ??= {})[spec.action_id] = control.value; };
    const left = h("span.counter", { "aria-hidden": "true" });
    const counter = () => { const over = spec.max_length - [...control.value].length; left.textContent = spec.max_length ? over : ""; left.classList.toggle("over", over < 0); };
    counter();
    return spec.max_length ? h("div.counted", {}, control, left) : control;
  };
}

function picker(type, initialKey, toControl = (value) => value, toValue = (value) => value || null) {
  return (spec, block, place) => {
    const control = h("input.field", { type, ...names(spec, block), ...labelled(block), onchange: () => change(spec, block, place, toValue(control.value), control) });
    control.value = toControl(current(spec, block, place, spec[initialKey] ?? "") ?? "");
    if (!isInput(block)) control.setAttribute("aria-label", words(spec.placeholder) || spec.action_id);
    return control;
  };
}

const localTime = (seconds) => seconds ? new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60000).toISOString().slice(0, 16) : "";
const seconds = (text) => (text ? Math.round(new Date(text).getTime() / 1000) : null);

/** A box that asks the app for options while one types. */
function externalSelect(spec, block, place) {
  const list = h("ul.suggestions", { role: "listbox", id: `suggestions-${(serial += 1)}`, hidden: true });
  const chosen = current(spec, block, place, spec.initial_option ?? null);
  const box = h("input.field", {
    type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", dir: "auto",
    placeholder: words(spec.placeholder) || "Choose an option", value: chosen ? words(chosen.text) : "", ...names(spec, block), ...labelled(block),
    onfocus: () => ask(), oninput: () => ask(), onblur: () => setTimeout(() => show([]), 150), onkeydown: (event) => onKey(event),
  });
  const show = (nodes) => { list.replaceChildren(...nodes); list.hidden = !nodes.length; box.setAttribute("aria-expanded", String(nodes.length > 0)); };
  const take = (option) => { box.value = words(option.text); show([]); change(spec, block, place, option, box); };
  const entry = (option) => h("li", { role: "option", tabindex: "-1", "data-value": option.value, onmousedown: (event) => { event.preventDefault(); take(option); } },
    h("span", { dir: "auto" }, words(option.text)), option.description && h("small", { dir: "auto" }, words(option.description)));
  const ask = async () => {
    if (box.value.length < (spec.min_query_length ?? 3)) return show([h("li.hint", {}, "Keep typing …")]);
    const found = await act({ suggest: { ...place.where, block_id: block.block_id, action_id: spec.action_id, value: box.value } });
    if (found.warning || found.error) return show([h("li.hint", {}, found.warning || found.error)]);
    const groups = found.option_groups?.flatMap((group) => [h("li.group", {}, words(group.label)), ...group.options.map(entry)]) ?? [];
    const nodes = [...(found.options ?? []).map(entry), ...groups];
    return show(nodes.length ? nodes : [h("li.hint", {}, "No results")]);
  };
  const onKey = (event) => {
    const options = [...list.querySelectorAll("[role=option]")], at = options.findIndex((option) => option.classList.contains("on"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) { event.preventDefault(); options[at]?.classList.remove("on"); options[(at + step + options.length) % options.length].classList.add("on"); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); options[at].dispatchEvent(new MouseEvent("mousedown")); }
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); event.preventDefault(); show([]); }
  };
  return h("span.combobox", {}, box, list);
}

const labelled = (block) => (isInput(block) ? { "aria-labelledby": `label-${block.block_id}`, "aria-describedby": `error-${block.block_id}` } : {});
const valuesOf = (options) => (options ?? []).map((option) => option.value);

const MAKERS = {
  button,
  overflow,
  image: (spec) => h("img.accessory-image", { src: spec.image_url ?? spec.slack_file?.url, alt: spec.alt_text, loading: "lazy", referrerpolicy: "no-referrer" }),
  static_select: staticSelect,
  external_select: externalSelect,
  users_select: listSelect(people, "initial_user"),
  channels_select: listSelect(channels, "initial_channel"),
  conversations_select: listSelect(channels, "initial_conversation"),
  multi_static_select: (spec, block, place) => ticks(spec, block, place, flatOptions(spec), valuesOf(spec.initial_options), "checkbox"),
  multi_users_select: manySelect(people, "initial_users"),
  multi_channels_select: manySelect(channels, "initial_channels"),
  multi_conversations_select: manySelect(channels, "initial_conversations"),
  radio_buttons: choices("radio", (spec) => spec.initial_option?.value ?? []),
  checkboxes: choices("checkbox", (spec) => valuesOf(spec.initial_options)),
  plain_text_input: textInput("text"),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
  number_input: textInput("number"),
  datepicker: picker("date", "initial_date"),
  timepicker: picker("time", "initial_time"),
  datetimepicker: picker("datetime-local", "initial_date_time", localTime, seconds),
  icon_button: (spec, block, place) => button({ ...spec, text: spec.text }, block, place),
  feedback_buttons: (spec, block, place) => h("span.feedback", {}, ["positive_button", "negative_button"].map((key) =>
    button({ ...spec, ...spec[key], type: "feedback_buttons" }, block, place))),
};
