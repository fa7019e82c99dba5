// <od-chart>: the picture that the server drew, drawn anew with values on pointing, the first time one points at it.
// Vega reads its expressions with the interpreter, so the page needs no permission to run text as code.
const here = new URL(".", import.meta.url);
let loading;

function script(name) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = new URL(`vendor/${name}`, here);
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });
}

/** Vega and its interpreter, once a page, and only where somebody points at a chart. */
function vega() {
  loading ??= script("vega.min.js").then(() => import("./vendor/vega-interpreter.js"));
  return loading.then((interpreter) => ({ vega: window.vega, interpret: interpreter.expressionInterpreter }));
}

const NUMBERS = {
  nl: { decimal: ",", thousands: ".", grouping: [3], currency: ["€ ", ""] },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["€", ""] },
};

class ChartPicture extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerenter", () => this.#enrich(), { once: true });
  }

  async #enrich() {
    const data = this.querySelector('script[type="application/json"]');
    if (!data) return;
    const { vega: library, interpret } = await vega();
    const specs = JSON.parse(data.textContent);
    const wide = this.querySelector(".od-chart__wide");
    const narrow = !wide.offsetParent;
    const place = narrow ? this.querySelector(".od-chart__narrow") : wide;
    const holder = document.createElement("div");
    const runtime = library.parse(JSON.parse(narrow ? specs.narrow : specs.spec), null, { ast: true });
    library.formatLocale(NUMBERS[document.documentElement.lang] ?? NUMBERS.en);
    const view = new library.View(runtime, { renderer: "svg", hover: true, expr: interpret, container: holder });
    view.tooltip((_handler, event, _item, value) => this.#tell(event, value));
    await view.runAsync();
    const drawn = holder.querySelector("svg");
    drawn.setAttribute("aria-hidden", "true");
    place.replaceChildren(holder);
  }

  #tell(event, value) {
    this.tip ??= this.#makeTip();
    const words = value && typeof value === "object" ? Object.values(value).join(", ") : value;
    this.tip.hidden = !words;
    if (!words) return;
    this.tip.textContent = words;
    this.tip.style.left = `${Math.min(event.clientX + 14, innerWidth - this.tip.offsetWidth - 8)}px`;
    this.tip.style.top = `${event.clientY + 18}px`;
  }

  #makeTip() {
    const tip = document.createElement("div");
    tip.className = "od-tip";
    tip.setAttribute("aria-hidden", "true");
    this.append(tip);
    return tip;
  }
}

customElements.define("od-chart", ChartPicture);
