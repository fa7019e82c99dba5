// <od-map>: zoom and move the map that the server drew. The links in it work without this.
const ICONS = {
  in: "M13 4v18M4 13h18",
  out: "M4 13h18",
  whole: "M4 9V4h5M17 4h5v5M22 17v5h-5M9 22H4v-5",
};
const CLOSEST = 1 / 16;

class MapOfAreas extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    if (!this.svg || this.querySelector(".od-map__zoom")) return;
    const { width, height } = this.svg.viewBox.baseVal;
    this.whole = { x: 0, y: 0, w: width, h: height };
    this.box = { ...this.whole };
    this.append(this.#buttons());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.svg.addEventListener("pointerdown", (event) => this.#grab(event));
    this.tip = document.createElement("div");
    this.tip.className = "od-tip";
    this.tip.setAttribute("aria-hidden", "true");
    this.tip.hidden = true;
    this.append(this.tip);
    this.svg.addEventListener("pointermove", (event) => this.#tell(event));
    this.svg.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    new ResizeObserver(() => this.#show()).observe(this.svg);
  }

  #buttons() {
    const bar = document.createElement("div");
    bar.className = "od-map__zoom";
    const act = { in: () => this.#zoom(0.5), out: () => this.#zoom(2), whole: () => this.#reset() };
    for (const name of ["in", "out", "whole"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", this.dataset[name]);
      button.innerHTML = `<svg width="20" height="20" viewBox="0 0 26 26" aria-hidden="true"><path d="${ICONS[name]}" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
      button.addEventListener("click", act[name]);
      bar.append(button);
    }
    return bar;
  }

  #show() {
    const { x, y, w, h } = this.box;
    this.svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    const pixels = this.svg.clientWidth || 1;
    this.svg.style.setProperty("--od-unit", `${w / pixels}px`);
  }

  #reset() { this.box = { ...this.whole }; this.#show(); }

  #zoom(factor) {
    const w = Math.min(Math.max(this.box.w * factor, this.whole.w * CLOSEST), this.whole.w);
    const h = (w / this.whole.w) * this.whole.h;
    this.#place(this.box.x + (this.box.w - w) / 2, this.box.y + (this.box.h - h) / 2, w, h);
  }

  #place(x, y, w = this.box.w, h = this.box.h) {
    const within = (value, room) => Math.min(Math.max(value, 0), room);
    this.box = { x: within(x, this.whole.w - w), y: within(y, this.whole.h - h), w, h };
    this.#show();
  }

  #key(event) {
    const step = this.box.w / 6;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "+" || event.key === "=") this.#zoom(0.5);
    else if (event.key === "-") this.#zoom(2);
    else if (event.key === "0") this.#reset();
    else if (moves[event.key] && this.box.w < this.whole.w) {
      this.#place(this.box.x + moves[event.key][0], this.box.y + moves[event.key][1]);
    } else return;
    event.preventDefault();
  }

  #grab(start) {
    if (start.button || this.box.w >= this.whole.w) return;
    const from = { ...this.box }, scale = this.box.w / this.svg.clientWidth;
    let moved = false;
    const move = (event) => {
      const [dx, dy] = [event.clientX - start.clientX, event.clientY - start.clientY];
      moved ||= Math.hypot(dx, dy) > 4;
      if (moved) this.#place(from.x - dx * scale, from.y - dy * scale);
    };
    const end = () => {
      removeEventListener("pointermove", move);
      // A drag that ends on an area does not follow its link.
      if (moved) addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
  }

  #tell(event) {
    const words = event.target.closest("[data-area]")?.getAttribute("aria-label");
    this.tip.hidden = !words;
    if (!words) return;
    this.tip.textContent = words;
    this.tip.style.left = `${Math.min(event.clientX + 14, innerWidth - this.tip.offsetWidth - 8)}px`;
    this.tip.style.top = `${event.clientY + 18}px`;
  }
}

customElements.define("od-map", MapOfAreas);
