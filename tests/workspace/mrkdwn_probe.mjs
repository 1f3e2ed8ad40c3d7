// Renders mrkdwn read from stdin (a JSON list) with the page's own module, on a document that only writes down.
globalThis.localStorage = { getItem: () => null, setItem: () => {} };
globalThis.location = { origin: "http://workspace.test" };

class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, children: [], style: { setProperty: () => {} }, dataset: {} }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener() {}
  append(...nodes) { this.children.push(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; }
}
globalThis.document = { createElement: (tag) => new Element(tag), createElementNS: (_, tag) => new Element(tag), getElementById: () => null };

const { mrkdwn } = await import(process.argv[2]);
const { store } = await import(new URL("store.js", process.argv[2]));
store.screen = { me: { id: "U1" }, users: { U1: { real_name: "Ana" } }, groups: {}, channels: [] };

const read = async () => { const parts = []; for await (const part of process.stdin) parts.push(part); return JSON.parse(Buffer.concat(parts)); };
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const attributes = (node) => ["href", "role"].filter((name) => name in node.attributes && node.tag === "a").map((name) => ` ${name}="${escape(node.attributes[name])}"`).join("");
const write = (node) => (typeof node === "string" ? escape(node)
  : node.tag === "span" && !node.className?.includes("mention") ? node.children.map(write).join("") : `<${node.tag}${attributes(node)}>${node.children.map(write).join("")}</${node.tag}>`);
console.log(JSON.stringify((await read()).map((text) => mrkdwn(text).map(write).join(""))));
