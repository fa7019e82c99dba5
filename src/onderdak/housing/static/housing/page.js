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

// --- tabs: arrows move, Home and End go to the ends ---

const tabs = all("[role=tab]");

function showTab(tab, focus = true) {
  for (const one of tabs) {
    const on = one === tab;
    one.setAttribute("aria-selected", on);
    one.tabIndex = on ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = !on;
  }
  if (focus) tab.focus();
}

function setUpTabs() {
  for (const [at, tab] of tabs.entries()) {
    const panel = byId(tab.getAttribute("aria-controls"));
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => showTab(tab));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      showTab(tabs.at(to % tabs.length));
    });
  }
  showTab(tabs[0], false);
}

// --- sorting: a heading becomes a button ---

function sortable(table, sort) {
  for (const heading of all("thead th", table)) {
    const button = make("button", { type: "button", class: "sort" });
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const numeric = heading.classList.contains("num");
      const was = heading.getAttribute("aria-sort");
      sort(heading, was ? was === "ascending" : numeric);
    });
  }
}

function markSorted(table, heading, descending) {
  for (const one of all("thead th", table)) one.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b));

function setUpMunicipalities() {
  const table = byId("m-table");
  if (!table) return;
  const body = table.tBodies[0];
  sortable(table, (heading, descending) => {
    const value = (row) => {
      const text = row.cells[heading.cellIndex].dataset.v;
      return heading.dataset.sort === "number" ? Number(text) : text;
    };
    const sign = descending ? -1 : 1;
    body.append(...[...body.rows].sort((a, b) => sign * compare(value(a), value(b))));
    markSorted(table, heading, descending);
  });
  for (const row of body.rows) {
    const name = row.querySelector(".pick");
    const button = make("button", { type: "button", class: "pick link", text: name.textContent, "aria-pressed": "false" });
    button.addEventListener("click", () => choose(Number(row.dataset.m)));
    name.replaceWith(button);
  }
  byId("m-search")?.addEventListener("input", (event) => {
    const wanted = plain(event.target.value.trim());
    for (const row of body.rows) row.hidden = !plain(row.cells[0].dataset.v).includes(wanted);
  });
}

// --- one selection for table, map, supply and lists ---

function choose(municipality) {
  state.municipality = state.municipality === municipality ? -1 : municipality;
  const chosen = state.municipality;
  const name = data.municipalities[chosen]?.name ?? "";
  for (const row of all("#m-table tbody tr")) {
    const on = Number(row.dataset.m) === chosen;
    row.classList.toggle("on", on);
    row.querySelector(".pick").setAttribute("aria-pressed", on);
  }
  for (const area of all("#map a.area")) area.classList.toggle("on", Number(area.dataset.m) === chosen);
  byId("map")?.classList.toggle("picked", chosen >= 0);
  for (const dot of all("#map circle[data-i]")) dot.classList.toggle("off", addresses[dot.dataset.i].municipality !== chosen);
  const text = byId("chosen-text");
  text.textContent = chosen < 0 ? text.dataset.none : fill(text.dataset.one, name);
  byId("unchoose").hidden = chosen < 0;
  for (const of of all("[data-of]")) of.textContent = chosen < 0 ? "" : ` ${fill(say.within, name)}`;
  showSupply(chosen);
  for (const part of all(".areas-list details")) {
    part.hidden = chosen >= 0 && Number(part.dataset.m) !== chosen;
    part.open = Number(part.dataset.m) === chosen;
  }
  showContradictions(name);
  filter();
}

function showSupply(chosen) {
  const sums = new Map();
  for (const [municipality, form, status, certified, places, number_] of data.supply) {
    if (chosen >= 0 && municipality !== chosen) continue;
    for (const key of [`${form}|${status}`, `${form}|all`, `all|${status}`, "all|all"]) {
      const sum = sums.get(key) ?? { places: 0, certified: 0, addresses: 0 };
      sum.places += places;
      sum.addresses += number_;
      if (certified === "valid") sum.certified += places;
      sums.set(key, sum);
    }
  }
  for (const cell of all("#matrix td")) {
    const sum = sums.get(`${cell.dataset.form}|${cell.dataset.status}`);
    cell.classList.toggle("zero", !sum);
    cell.querySelector(".n").textContent = sum ? count(sum.places) : "–";
    cell.querySelector("svg").setAttribute("visibility", sum?.places ? "visible" : "hidden");
    cell.querySelector(".part").setAttribute("width", `${sum?.places ? (100 * sum.certified) / sum.places : 0}%`);
    cell.querySelector("small").textContent = sum?.places ? fill(say.certified, count(sum.certified)) : "";
  }
}

function showContradictions(name) {
  let seen = 0;
  for (const item of all("#contradictions .apart > li")) {
    item.hidden = name !== "" && item.dataset.name !== name;
    seen += item.hidden ? 0 : 1;
  }
  for (const group of all("#contradictions .group")) group.hidden = !group.querySelector(".apart > li:not([hidden])");
  if (byId("no-apart")) byId("no-apart").hidden = seen > 0;
}

// --- addresses ---

const PAGE = 25;
const label = (list, code) => say.words[list][code] ?? code;
const sorters = {
  address: (row) => row.address,
  form: (row) => label("form", row.form),
  legal_status: (row) => label("legal_status", row.legal_status),
  certified: (row) => label("certified", row.certified),
  contradictions: (row) => row.contradictions.length,
  newest: (row) => row.newest,
};

function filter() {
  if (!byId("filters")) return;
  const words = plain(byId("f-text").value).split(/\s+/).filter(Boolean);
  const wanted = { form: byId("f-form").value, legal_status: byId("f-status").value, certified: byId("f-mark").value };
  const apart = byId("f-apart").checked;
  const value = sorters[state.key] ?? ((row) => row[state.key] ?? -1);
  const sign = state.descending ? -1 : 1;
  state.found = addresses
    .filter((row) => state.municipality < 0 || row.municipality === state.municipality)
    .filter((row) => Object.entries(wanted).every(([field, code]) => code === "*" || row[field] === code))
    .filter((row) => (!apart || row.contradictions.length) && words.every((word) => row.search.includes(word)))
    .sort((a, b) => sign * compare(value(a), value(b)) || a.i - b.i);
  state.page = 0;
  showPage();
}

function addressCells(row) {
  const cell = (name, ...content) => {
    const numeric = ["beds", "occupants", "capacity"].includes(name) ? "num" : undefined;
    return make("td", { role: "cell", class: numeric, "data-label": labels[name] }, ...content);
  };
  const apart = row.contradictions.length;
  const open = make("button", { type: "button", class: "open", text: row.address });
  open.addEventListener("click", () => openDossier(row));
  return [
    make("th", { scope: "row", role: "rowheader" }, open, make("small", { text: pool(row.postcode) })),
    cell("form", label("form", row.form)),
    cell("beds", count(row.beds)),
    cell("occupants", count(row.occupants)),
    cell("capacity", count(row.capacity), make("small", { text: row.capacity === null ? "" : pool(row.capacity_binding) })),
    cell("legal_status", label("legal_status", row.legal_status)),
    cell("certified", label("certified", row.certified)),
    cell("contradictions", apart ? make("span", { class: "flag", text: `▲ ${number.format(apart)}` }) : "–"),
    cell("newest", day(row.newest, shortFormat)),
  ];
}

function showPage() {
  const pages = Math.max(1, Math.ceil(state.found.length / PAGE));
  const part = state.found.slice(state.page * PAGE, (state.page + 1) * PAGE);
  const body = byId("a-table").tBodies[0];
  body.replaceChildren(...part.map((row) => make("tr", { role: "row", "data-i": row.i }, ...addressCells(row))));
  if (!part.length) {
    const clear = make("button", { type: "button", class: "plain", text: say.clear });
    clear.addEventListener("click", () => { byId("filters").reset(); if (state.municipality >= 0) choose(state.municipality); else filter(); });
    body.append(make("tr", { role: "row" }, make("td", { role: "cell", colspan: 9 }, `${say.none} `, clear)));
  }
  byId("a-result").textContent = fill(byId("a-result").dataset.text, count(state.found.length), count(addresses.length));
  byId("a-page").textContent = fill(byId("a-page").dataset.text, count(state.page + 1), count(pages));
  byId("a-pages").hidden = pages === 1;
  const [previous, next] = all("button", byId("a-pages"));
  previous.disabled = state.page === 0;
  next.disabled = state.page >= pages - 1;
}

const labels = Object.fromEntries(all("#a-table thead th").map((heading) => [heading.dataset.key, heading.textContent]));

function sortAddresses(heading, descending) {
  state.key = heading.dataset.key;
  state.descending = descending;
  markSorted(byId("a-table"), heading, descending);
  filter();
}

function setUpAddresses() {
  const form = byId("filters");
  if (!form) return;
  const headings = all("#a-table thead th");
  sortable(byId("a-table"), sortAddresses);
  const select = byId("f-sort");
  select.append(...headings.map((heading) => make("option", { value: heading.dataset.key, text: labels[heading.dataset.key] })));
  select.value = state.key;
  select.addEventListener("change", () => {
    const heading = headings.find((one) => one.dataset.key === select.value);
    sortAddresses(heading, heading.classList.contains("num") || ["contradictions", "newest"].includes(select.value));
  });
  form.addEventListener("input", (event) => event.target !== select && filter());
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("a-pages").addEventListener("click", (event) => {
    const step = Number(event.target.closest("button")?.dataset.page ?? 0);
    if (!step) return;
    state.page += step;
    showPage();
    byId("lists").scrollIntoView();
  });
  for (const heading of all("#contradictions h4[data-address]")) {
    const row = addresses.find((one) => one.id === heading.dataset.address);
    if (!row) continue;
    const open = make("button", { type: "button", class: "open", text: heading.textContent });
    open.addEventListener("click", () => openDossier(row));
    heading.replaceChildren(open);
  }
  filter();
}

// --- the dossier of one address ---

function claimOf([source, kind, subject, value, recorded, from, to, file, row]) {
  return { source: pool(source), kind: pool(kind), subject: pool(subject), value: pool(value), recorded: pool(recorded),
    from: pool(from), to: pool(to), file: [pool(file), row === null ? "" : fill(say.row, count(row))].filter(Boolean).join(", ") };
}

function when(claim) {
  return [fill(say.told, day(claim.recorded)), claim.from && fill(say.from, day(claim.from)), claim.to && fill(say.to, day(claim.to)), claim.file]
    .filter(Boolean).join("; ");
}

function span(claim, first, last) {
  const at = (iso) => 4 + (172 * (Math.min(Math.max(Date.parse(iso), first), last) - first)) / Math.max(last - first, 1);
  const start = at(claim.from || claim.recorded);
  return make("svg", { class: "span", width: 180, height: 14, "aria-hidden": "true" },
    make("line", { x1: 4, x2: 176, y1: 7, y2: 7 }),
    make("rect", { x: start, y: 4, height: 6, rx: 3, width: Math.max(at(claim.to || data.asOf) - start, 3) }),
    make("circle", { cx: at(claim.recorded), cy: 7, r: 5 }));
}

function claimsBySource(row, slots) {
  const claims = row.claims.map(claimOf);
  const days = claims.flatMap((claim) => [claim.recorded, claim.from]).filter(Boolean).map((iso) => Date.parse(iso));
  const [first, last] = [Math.min(...days), Math.max(Date.parse(data.asOf), ...days)];
  const bySource = Map.groupBy ? Map.groupBy(claims, (claim) => claim.source) : grouped(claims);
  slots.claims.replaceChildren(...[...bySource].map(([source, some]) => make("li", {},
    make("p", { class: "who", text: source }, make("span", { text: ` ${some[0].kind}` })),
    make("ul", {}, ...some.map((claim) => make("li", {},
      make("div", { text: `${claim.subject}: ` }, make("strong", { text: claim.value }), make("small", { text: when(claim) })),
      span(claim, first, last)))))));
  slots.axis.textContent = claims.length ? fill(say.axis, day(new Date(first)), day(new Date(last))) : say.noClaims;
}

function grouped(claims) {
  const groups = new Map();
  for (const claim of claims) groups.set(claim.source, [...(groups.get(claim.source) ?? []), claim]);
  return groups;
}

function limitItem([name, value, binding, explanation, source], most) {
  const notes = [pool(explanation), pool(source)].filter(Boolean).join(" · ");
  const why = binding ? [make("span", { class: "why", text: `${say.binds}. ` })] : [];
  return make("li", { class: binding ? "binds" : undefined }, make("span", { text: pool(name) }),
    value === null ? make("span") : bar(value / most), make("span", { class: "fig", text: value === null ? "?" : count(value) }),
    make("small", {}, ...why, notes));
}

function side(cells) {
  const claim = claimOf(cells);
  return make("div", { class: "side" },
    make("p", { class: "who", text: claim.source }, make("span", { text: ` ${claim.kind}` })),
    make("p", { class: "what", text: `${claim.subject}: ` }, make("strong", { text: claim.value })),
    make("p", { class: "when", text: when(claim) }));
}

function verdict(row) {
  if (row.capacity === null) return say.roomNot;
  return fill(row.capacity_state === "judged" ? say.room : say.roomPartly, count(row.capacity), pool(row.capacity_binding));
}

function openDossier(row) {
  const dialog = byId("dossier");
  const slots = Object.fromEntries(all("[data-slot]", dialog).map((slot) => [slot.dataset.slot, slot]));
  const municipality = data.municipalities[row.municipality]?.name;
  const place = [pool(row.postcode), pool(row.neighbourhood), municipality, row.id];
  const words = {
    where: place.filter(Boolean).join(" · "),
    note: [row.counted ? "" : say.elsewhere, pool(row.note)].filter(Boolean).join(" "),
    beds: count(row.beds), beds_rule: pool(row.beds_rule), occupants: count(row.occupants), occupants_rule: pool(row.occupants_rule),
    form: label("form", row.form), legal_status: label("legal_status", row.legal_status),
    certified: [label("certified", row.certified), pool(row.certificate)].filter(Boolean).join(", "),
    newest: row.newest ? `${day(row.newest)} (${pool(row.newest && row.age)})` : "–",
    housed: row.housed.map(pool).join(", ") || say.nobody,
    verdict: verdict(row),
    missing: row.missing.length ? fill(say.missing, row.missing.map(pool).join(", ")) : "",
  };
  for (const [name, text] of Object.entries(words)) slots[name].textContent = text;
  byId("d-address").textContent = row.address;
  const most = Math.max(1, ...row.limits.map((limit) => limit[1] ?? 0));
  slots.limits.replaceChildren(...row.limits.map((limit) => limitItem(limit, most)));
  claimsBySource(row, slots);
  slots["apart-section"].hidden = !row.contradictions.length;
  slots.apart.replaceChildren(...row.contradictions.map(([title, explanation, sides]) => make("li", {},
    make("h4", { text: pool(title) }), make("p", { text: pool(explanation) }), make("div", { class: "sides" }, ...sides.map(side)))));
  dialog.showModal();
  dialog.scrollTop = 0;
  byId("d-address").focus();
}

// --- map: hover and focus say in words what is there; plus, minus, arrows and 0 ---

function setUpMap() {
  const map = byId("map");
  if (!map) return;
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: 0, y: 0, k: 1 };
  const draw = () => {
    const [w, h] = [width / view.k, height / view.k];
    view.x = Math.min(Math.max(view.x, 0), width - w);
    view.y = Math.min(Math.max(view.y, 0), height - h);
    map.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
    const box = map.getBoundingClientRect();
    map.style.setProperty("--u", `${Math.max(w / box.width, h / box.height)}px`);
  };
  const zoom = (factor, fx = 0.5, fy = 0.5) => {
    const k = Math.min(Math.max(view.k * factor, 1), 24);
    view.x += (width / view.k - width / k) * fx;
    view.y += (height / view.k - height / k) * fy;
    view.k = k;
    draw();
  };
  const move = (dx, dy) => { view.x += (dx * width) / view.k; view.y += (dy * height) / view.k; draw(); };
  const keys = { "+": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(1 / 1.6), 0: () => zoom(0.001),
    ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0), ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15) };
  byId("frame").addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const button of all("[data-zoom]")) button.addEventListener("click", () => zoom({ in: 1.6, out: 1 / 1.6, all: 0.001 }[button.dataset.zoom]));
  setUpDrag(map, move);
  setUpWords(map);
  new ResizeObserver(draw).observe(map);
  byId("measure")?.addEventListener("change", (event) => {
    map.dataset.measure = event.target.value;
    for (const legend of all(".legend[data-measure]")) legend.hidden = legend.dataset.measure !== event.target.value;
  });
}

function setUpDrag(map, move) {
  let from = null;
  let moved = 0;
  map.addEventListener("pointerdown", (event) => { from = event.pointerType === "mouse" ? event : null; moved = 0; });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pointerup", () => { from = null; });
  map.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const box = map.getBoundingClientRect();
    const [dx, dy] = [event.clientX - from.clientX, event.clientY - from.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    move(-dx / box.width, -dy / box.height);
    from = event;
  });
  map.addEventListener("click", (event) => {
    event.preventDefault();
    if (moved > 6) return;
    const dot = event.target.closest("circle[data-i]");
    const area = event.target.closest("a.area");
    if (dot) openDossier(addresses[dot.dataset.i]);
    else if (area) choose(Number(area.dataset.m));
  });
}

function wordsAt(element) {
  const dot = element.closest?.("circle");
  if (dot?.dataset.w) return dot.dataset.w;
  if (dot) {
    const row = addresses[dot.dataset.i];
    const mark = label("certified", row.certified).toLowerCase();
    return `${row.address}: ${row.beds === null ? fill(say.pointUnknown, mark) : fill(say.point, count(row.beds), mark)}`;
  }
  const area = element.closest?.("a.area");
  return area ? data.municipalities[area.dataset.m].words : "";
}

function setUpWords(map) {
  const tip = byId("tip");
  const show = (text, x, y) => {
    tip.hidden = !text;
    tip.textContent = text;
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 10 : y + 18}px`;
  };
  map.addEventListener("pointermove", (event) => show(wordsAt(event.target), event.clientX, event.clientY));
  map.addEventListener("pointerleave", () => show("", 0, 0));
  map.addEventListener("focusin", (event) => {
    const box = event.target.getBoundingClientRect();
    show(event.target.matches(":focus-visible") ? wordsAt(event.target) : "", box.left + box.width / 2, box.top + box.height / 2);
  });
  map.addEventListener("focusout", () => show("", 0, 0));
  addEventListener("keydown", (event) => event.key === "Escape" && show("", 0, 0));
  const light = (event, on) => {
    const row = event.target.closest?.("tr[data-i]");
    if (row) map.querySelector(`circle[data-i="${row.dataset.i}"]`)?.classList.toggle("lit", on);
  };
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]])
    byId("addresses").addEventListener(name, (event) => light(event, on));
}

setUpTabs();
setUpMunicipalities();
setUpAddresses();
setUpMap();
byId("unchoose").addEventListener("click", () => { choose(state.municipality); byId("region-title").scrollIntoView({ block: "nearest" }); });
byId("d-close").addEventListener("click", () => byId("dossier").close());
byId("dossier").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());
