// The dialog in front of this person. What is typed stays typed through errors and updates, as in Slack.
import { blocks } from "./blocks.js";
import { announce, h, icon } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { act, store } from "./store.js";

let shown = null; // {id, hash, dialog, values, errors, warning, where, press}

export function showView() {
  const view = store.screen.view;
  if (!view) return hide();
  if (shown?.id === view.id && shown.hash === view.hash) return;
  const values = shown?.id === view.id ? shown.values : remembered[view.id] ?? {};
  const isNew = shown?.id !== view.id;
  if (isNew) keepValues();
  open(view, values, isNew);
}

const remembered = {}; // view id → values, for dialogs that lie under another

function keepValues() {
  if (shown) remembered[shown.id] = shown.values;
}

function hide() {
  if (!shown) return;
  const { dialog } = shown;
  shown = null;
  dialog.close();
  dialog.remove();
}

function open(view, values, isNew) {
  const errors = shown?.id === view.id ? shown.errors : {}; // they stay until the button is pressed again
  const dialog = shown?.dialog ?? h("dialog.modal", { "data-testid": "modal", "aria-labelledby": "modal-title", oncancel: onCancel, onkeydown: onKey });
  shown = {
    id: view.id, hash: view.hash, view, dialog, values, errors, warning: "",
    where: { view: view.id },
    press: (spec, block, value) => act({ click: { view: view.id, block_id: block.block_id, action_id: spec.action_id, value, state: shown.values } }),
  };
  draw();
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  if (isNew) {
    (dialog.querySelector(".dialog-body :is(input, select, textarea)") ?? dialog.querySelector(".dialog-foot button"))?.focus();
    announce(view.title.text);
  }
}

function draw() {
  const { dialog, view } = shown;
  const focused = document.activeElement?.dataset ?? {};
  const scroll = dialog.querySelector(".dialog-body")?.scrollTop ?? 0;
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id;
  dialog.replaceChildren(head(view), h("div.dialog-body", {}, blocks(view.blocks, shown)), foot(view));
  dialog.querySelector(".dialog-body").scrollTop = scroll;
  if (focused.actionId) dialog.querySelector(`[data-action-id="${CSS.escape(focused.actionId)}"][data-block-id="${CSS.escape(focused.blockId ?? "")}"]`)?.focus();
}

function head(view) {
  return h("header.dialog-head", {},
    store.screen.depth > 1 && h("button.icon-button", { type: "button", "aria-label": "Back", "data-testid": "modal-back", onclick: () => close(true) }, icon("back", 18)),
    h("span.app-face", { "aria-hidden": "true" }, h("img", { src: "/static/icon.svg", alt: "" })),
    h("h2", { id: "modal-title", dir: "auto" }, plain(view.title.text)),
    h("button.icon-button", { type: "button", "aria-label": "Close", "data-testid": "modal-x", onclick: () => close("all") }, icon("close", 18)));
}

function foot(view) {
  if (!view.submit && !view.close && !shown.warning) return h("footer.dialog-foot.empty");
  const submitButton = view.submit && h("button.button.primary", { type: "button", "data-testid": "modal-submit", onclick: () => submit(submitButton) }, plain(view.submit.text));
  return h("footer.dialog-foot", {},
    shown.warning && h("p.dialog-warning", { role: "alert", "data-testid": "modal-warning" }, icon("warn"), shown.warning),
    h("button.button", { type: "button", "data-testid": "modal-close", onclick: () => close(true) }, plain(view.close?.text ?? "Cancel")),
    submitButton);
}

async function submit(button) {
  const asked = shown;
  button.classList.add("busy");
  button.disabled = true;
  const seen = await act({ submit: asked.values, view: asked.id });
  if (shown?.id !== asked.id) return; // it may have been drawn anew meanwhile: what was typed last was on its way
  Object.assign(shown, { errors: seen.errors ?? {}, warning: seen.warning || seen.error || "" });
  draw();
  shown.dialog.querySelector("[aria-invalid=true]:is(input, select, textarea)")?.focus();
}

const close = (close) => act({ close, view: shown.id });

function onCancel(event) {
  event.preventDefault();
  close(true);
}

function onKey(event) {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) shown.dialog.querySelector("[data-testid=modal-submit]")?.click();
}
