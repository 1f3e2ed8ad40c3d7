// Menus and small questions. Dialogs are native <dialog>s: the browser keeps the focus inside and hears Escape.
import { h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";

let openMenu = null;

export function closeMenu() {
  openMenu?.remove();
  openMenu?.anchor.setAttribute("aria-expanded", "false");
  openMenu = null;
}

/** items: [{label, run, danger, testid, hint}] or null for a line between. */
export function showMenu(anchor, items, title = "") {
  const again = openMenu?.anchor === anchor;
  closeMenu();
  if (again) return;
  const menu = h("div.menu", { role: "menu", "data-testid": "menu", onkeydown: onMenuKey },
    title && h("div.menu-title", {}, title),
    items.map((item) => item === null ? h("hr") : h("button.menu-item", {
      type: "button", role: "menuitem", class: item.danger ? "danger" : "", "data-value": item.value, "data-testid": item.testid,
      onclick: () => { closeMenu(); anchor.focus?.(); item.run(); },
    }, h("span", { dir: "auto" }, item.label), item.hint && h("small", {}, item.hint))));
  menu.anchor = anchor;
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  openMenu = menu;
  menu.querySelector("button")?.focus();
}

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect(), size = menu.getBoundingClientRect();
  const below = at.bottom + 4 + size.height < innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

function onMenuKey(event) {
  const items = [...event.currentTarget.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    const { anchor } = openMenu;
    closeMenu();
    anchor.focus?.();
  }
}

document.addEventListener("pointerdown", (event) => {
  if (openMenu && !openMenu.contains(event.target) && !openMenu.anchor.contains(event.target)) closeMenu();
});

/** Asks Slack's confirmation object; resolves to whether the person said yes. */
export function askConfirm(confirm) {
  return new Promise((resolve) => {
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = h("dialog.confirm", { "data-testid": "confirm", "aria-labelledby": "confirm-title", onclose: () => { dialog.remove(); resolve(dialog.returnValue === "yes"); } },
      h("header.dialog-head", {}, h("h2", { id: "confirm-title", dir: "auto" }, textObject(confirm.title ?? { type: "plain_text", text: "Are you sure?" })),
        h("button.icon-button", { type: "button", "aria-label": "Close", onclick: () => dialog.close("no") }, icon("close", 18))),
      h("div.dialog-body", { dir: "auto" }, textObject(confirm.text)),
      h("footer.dialog-foot", {},
        h("button.button", { type: "button", "data-testid": "confirm-no", onclick: () => dialog.close("no") }, confirm.deny?.text ?? "Cancel"),
        h("button.button", { type: "button", class: style, "data-testid": "confirm-yes", onclick: () => dialog.close("yes"), autofocus: true }, confirm.confirm?.text ?? "Yes")));
    document.body.append(dialog);
    dialog.showModal();
  });
}
