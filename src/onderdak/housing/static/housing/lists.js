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
  if (!byId("chosen-text")) return;
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
    cell.querySelector("small").textContent = sum?.certified ? fill(say.certified, count(sum.certified)) : "";
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

const PAGE = matchMedia("(max-width: 700px)").matches ? 10 : 25;
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
    const kind = { beds: "num", occupants: "num", capacity: "num", form: "wide" }[name];
    return make("td", { role: "cell", class: kind, "data-label": labels[name] }, ...content);
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
