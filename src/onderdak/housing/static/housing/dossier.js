// --- the dossier of one address ---

function claimOf([source, kind, subject, value, recorded, from, to, file, row]) {
  return { source: pool(source), kind: pool(kind), subject: pool(subject), value: pool(value), recorded: pool(recorded),
    from: pool(from), to: pool(to), file: [pool(file), row === null ? "" : fill(say.row, count(row))].filter(Boolean).join(", ") };
}

const told = (claim) => [fill(say.told, day(claim.recorded)), claim.file].filter(Boolean).join("; ");

function holds(claim) {
  return [claim.from && fill(say.from, day(claim.from)), claim.to && fill(say.to, day(claim.to))].filter(Boolean).join("; ");
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
  slots.claims.replaceChildren(...[...bySource].map(([source, some]) => sourceItem(source, some, first, last)));
  slots.axis.textContent = claims.length ? fill(say.axis, day(new Date(first)), day(new Date(last))) : say.noClaims;
}

// What one source says; when and in which file it said so stands once, where that is the same for all.
function sourceItem(source, claims, first, last) {
  const once = new Set(claims.map(told)).size === 1;
  const lines = claims.map((claim) => make("li", {},
    make("div", { text: `${claim.subject}: ` }, make("strong", { text: claim.value }),
      make("small", { text: [once ? "" : told(claim), holds(claim)].filter(Boolean).join("; ") })),
    span(claim, first, last)));
  return make("li", {}, make("p", { class: "who", text: source }, make("span", { text: ` ${claims[0].kind}` })),
    make("small", { text: once ? told(claims[0]) : "" }), make("ul", {}, ...lines));
}

function grouped(claims) {
  const groups = new Map();
  for (const claim of claims) groups.set(claim.source, [...(groups.get(claim.source) ?? []), claim]);
  return groups;
}

function limitItem([name, value, binding, explanation, source], most) {
  const notes = [pool(explanation), pool(source)].filter(Boolean).join(" · ");
  const title = make("span", { text: pool(name) });
  if (value === null) return make("li", { class: "unjudged" }, title, make("small", { text: notes }));
  const why = binding ? [make("span", { class: "why", text: `${say.binds}. ` })] : [];
  return make("li", { class: binding ? "binds" : undefined }, title, bar(value / most),
    make("span", { class: "fig", text: count(value) }), make("small", {}, ...why, notes));
}

// The limit that binds, then the others from low to high, then those that cannot be judged.
function judgedFirst(limits) {
  return [...limits].sort((a, b) => (a[1] ?? Infinity) - (b[1] ?? Infinity) || b[2] - a[2]);
}

function side(cells) {
  const claim = claimOf(cells);
  return make("div", { class: "side" },
    make("p", { class: "who", text: claim.source }, make("span", { text: ` ${claim.kind}` })),
    make("p", { class: "what", text: `${claim.subject}: ` }, make("strong", { text: claim.value })),
    make("p", { class: "when", text: [told(claim), holds(claim)].filter(Boolean).join("; ") }));
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
  slots.limits.replaceChildren(...judgedFirst(row.limits).map((limit) => limitItem(limit, most)));
  claimsBySource(row, slots);
  slots["apart-section"].hidden = !row.contradictions.length;
  slots.apart.replaceChildren(...row.contradictions.map(([title, explanation, sides]) => make("li", {},
    make("div", { class: "explained" }, make("h4", { text: pool(title) }), make("p", { text: pool(explanation) })), make("div", { class: "sides" }, ...sides.map(side)))));
  history.replaceState(null, "", `#address-${encodeURIComponent(row.id)}`);
  dialog.showModal();
  dialog.scrollTop = 0;
  byId("d-address").focus();
}
