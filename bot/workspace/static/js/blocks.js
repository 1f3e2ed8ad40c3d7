// Block Kit as DOM nodes. https://docs.slack.dev/reference/block-kit/blocks
import { h, icon } from "./dom.js";
import { element } from "./elements.js";
import { mrkdwn, plain, richText, textObject } from "./mrkdwn.js";

/** Blocks of one place; see elements.js for what a place is. */
export function blocks(list, place) {
  return h("div.blocks", {}, list.map((block) => {
    const make = MAKERS[block.type];
    return h(`div.block.block-${block.type}`, { "data-block-id": block.block_id }, make ? make(block, place) : h("em.unknown", {}, `(${block.type})`));
  }));
}

const image = (spec) => h("img", { src: spec.image_url ?? spec.slack_file?.url, alt: spec.alt_text, loading: "lazy", referrerpolicy: "no-referrer" });

function section(block, place) {
  return [
    h("div.section-words", {},
      block.text && h("div.words", { dir: "auto" }, textObject(block.text)),
      block.fields && h("div.fields", {}, block.fields.map((field) => h("div.words", { dir: "auto" }, textObject(field))))),
    block.accessory && h("div.accessory", {}, element(block.accessory, block, place)),
  ];
}

function input(block, place) {
  const error = place.errors?.[block.block_id];
  const control = element(block.element, block, place);
  if (error) for (const each of [control, ...control.querySelectorAll("input, select, textarea")]) each.setAttribute("aria-invalid", "true");
  return h("div.input", { class: error ? "wrong" : "" },
    h("div.input-label", { id: `label-${block.block_id}`, dir: "auto" }, plain(block.label.text), block.optional && h("span.optional", {}, " (optional)")),
    control,
    h("div.input-error", { id: `error-${block.block_id}`, role: error ? "alert" : undefined, dir: "auto" }, error && icon("warn", 14), error),
    block.hint && h("div.input-hint", { dir: "auto" }, plain(block.hint.text)));
}

function table(block) {
  const cell = (content, tag) => h(tag, { dir: "auto" }, content.type === "rich_text" ? richText(content) : String(content.text ?? content.value ?? ""));
  const [head, ...rows] = block.rows;
  return h("table", {}, h("thead", {}, h("tr", {}, head.map((each) => cell(each, "th")))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map((each) => cell(each, "td"))))));
}

/** The markdown block: standard Markdown, of which the common part is shown. */
function markdown(block) {
  return block.text.split("\n").map((line) => {
    const heading = line.match(/^#{1,6}\s+(.*)$/);
    if (heading) return h("h3", { dir: "auto" }, heading[1]);
    return h("div.words", { dir: "auto" }, mrkdwn(line.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "<$2|$1>").replace(/^[-*]\s+/, "• ")));
  });
}

function card(block, place) {
  return h("div.card", {}, block.hero_image && image(block.hero_image),
    ["title", "subtitle", "body"].map((key) => block[key] && h(`div.card-${key}`, { dir: "auto" }, textObject(block[key]))),
    block.actions && h("div.actions", {}, block.actions.map((each) => element(each, block, place))));
}

const MAKERS = {
  section,
  input,
  table,
  markdown,
  card,
  header: (block) => h("h3.header", { dir: "auto" }, plain(block.text.text)),
  divider: () => h("hr"),
  context: (block) => h("div.context", {}, block.elements.map((each) => each.type === "image" ? image(each) : h("span.words", { dir: "auto" }, textObject(each)))),
  actions: (block, place) => h("div.actions", {}, block.elements.map((each) => element(each, block, place))),
  context_actions: (block, place) => h("div.actions", {}, block.elements.map((each) => element(each, block, place))),
  image: (block) => h("figure", {}, block.title && h("figcaption", { dir: "auto" }, plain(block.title.text)), image(block)),
  rich_text: (block) => richText(block),
  alert: (block) => h("div.alert", { class: block.level ?? "default", role: "note" }, icon("warn"), h("div.words", { dir: "auto" }, textObject(block.text))),
  video: (block) => h("a", { href: block.title_url ?? block.video_url, target: "_blank", rel: "noopener noreferrer" }, block.title.text),
};
