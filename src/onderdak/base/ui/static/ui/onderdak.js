// What a page gains where scripts run. Everything works without it.
import "./od-map.js";
import "./od-chart.js";

document.documentElement.classList.add("js");

// --- words for who hears the page -------------------------------------------------------------------------------

const live = document.createElement("div");
live.className = "od-hidden";
live.setAttribute("role", "status");
document.body.append(live);

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const said = detail.target?.isConnected ? detail.target : document.getElementById(detail.target?.id);
  live.textContent = said?.querySelector("[data-announce]")?.textContent.trim() ?? "";
});

// --- menus close on Escape and on a press elsewhere --------------------------------------------------------------

const MENUS = "details.od-menu[open],details.od-account[open]";

function closeMenus(except) {
  for (const menu of document.querySelectorAll(MENUS)) if (menu !== except) menu.open = false;
}

document.addEventListener("click", ({ target }) => closeMenus(target.closest?.(MENUS)));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  document.activeElement?.closest(MENUS)?.querySelector("summary").focus();
  closeMenus(null);
});

// A menu in which one is choosing stays open when the part of the page around it is renewed.
const open = new Set();
document.addEventListener("htmx:beforeSwap", () => {
  open.clear();
  for (const one of document.querySelectorAll("details[data-keep-open][open]")) open.add(one.dataset.keepOpen);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const one of document.querySelectorAll("details[data-keep-open]")) if (open.has(one.dataset.keepOpen)) one.open = true;
});

// --- the head of a table stays in sight where the table fits ------------------------------------------------------

const nav = document.querySelector("nav.od-nav");
const fits = new ResizeObserver((found) => {
  const sticky = nav && getComputedStyle(nav).position === "sticky";
  document.documentElement.style.setProperty("--od-nav-height", sticky ? `${nav.offsetHeight}px` : "0px");
  for (const { target } of found) target.classList.toggle("od-fits", target.firstElementChild.scrollWidth <= target.clientWidth);
});

const watchTables = (within) => {
  for (const one of within.querySelectorAll(".od-table__scroll")) fits.observe(one);
};
watchTables(document);
document.addEventListener("htmx:afterSettle", () => watchTables(document));

// --- one choice for a table, a list and a map --------------------------------------------------------------------

function light(event, on) {
  const code = event.target.closest?.("[data-area]")?.dataset.area;
  if (!code) return;
  for (const one of document.querySelectorAll(`[data-area="${CSS.escape(code)}"]`)) one.classList.toggle("od-lit", on);
}

for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
  document.addEventListener(name, (event) => light(event, on));

// --- forms --------------------------------------------------------------------------------------------------------

document.querySelector("[data-focus]")?.focus();

// A dialog is a part of the page that is in sight without scripts; here it opens above it.
for (const opener of document.querySelectorAll("[data-dialog]"))
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  });
