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
    map.style.touchAction = view.k > 1 ? "none" : "pan-y"; // a finger moves the page until the map is zoomed
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
  map.addEventListener("pointerdown", (event) => { from = event; moved = 0; });
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
