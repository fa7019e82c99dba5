// The parts base, lists, dossier, map and start are joined, in this order, into the one module of the page.
// The page works without this script; with it, lists can be searched, the map zooms and an address opens.
// Text from lists is only ever set as text, never as markup.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse(byId("data").textContent);
const say = JSON.parse(byId("texts").textContent);
const locale = document.documentElement.lang === "nl" ? "nl-NL" : "en-GB";
const number = new Intl.NumberFormat(locale);
const dayFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const shortFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const order = new Intl.Collator(locale, { numeric: true });
const pool = (index) => data.pool[index];
const fill = (text, ...values) => values.reduce((so, value) => so.replace("%s", () => value), text);
const count = (value) => (value === null ? say.unknown : number.format(value));
const day = (iso, format = dayFormat) => (iso ? format.format(new Date(iso)) : "–");

function make(tag, { text, ...attributes } = {}, ...children) {
  const svg = ["svg", "rect", "circle", "line"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

function bar(share, kind = "") {
  const end = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return make("svg", { class: "bar", width: "100%", height: 8, "aria-hidden": "true" },
    make("rect", { class: "track", width: "100%", height: 8, rx: 4 }),
    make("rect", { class: kind, width: end, height: 8, rx: 4 }));
}

const addresses = data.addresses.map((cells, i) => {
  const row = Object.fromEntries(data.fields.map((field, at) => [field, cells[at]]));
  row.i = i;
  row.search = plain(`${row.address} ${pool(row.postcode)} ${row.id}`);
  return row;
});

function plain(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

const state = { municipality: -1, page: 0, key: "beds", descending: true, found: [] };
document.documentElement.classList.add("js");
