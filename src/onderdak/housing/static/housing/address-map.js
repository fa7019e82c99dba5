// <od-address-map>: the addresses that one may see, from vector tiles. The list beside it says the same without a map.
import {
  Circle, Fill, GeoJSON, Map as Chart, MVT, Projection, Stroke, Style, Text, TileGrid, VectorLayer, VectorSource,
  VectorTileLayer, VectorTileSource, View,
} from "../ui/vendor/openlayers.js";

const ICONS = { in: "M13 4v18M4 13h18", out: "M4 13h18", whole: "M4 9V4h5M17 4h5v5M22 17v5h-5M9 22H4v-5" };
const NEAREST_VIEW = 15;
const SHOWN = 8;
const REACH = 9; // dots of the screen around a press

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

class AddressMap extends HTMLElement {
  connectedCallback() {
    if (this.chart) return;
    this.facts = JSON.parse(document.getElementById(this.dataset.facts).textContent);
    this.colours = Object.fromEntries(["data", "warn", "quiet", "line", "ink", "paper"].map((one) => [one, token(`--od-${one}`)]));
    this.styles = new Map();
    this.panel = this.querySelector("[data-panel]");
    const target = this.querySelector("[data-map]");
    const { origin: [left, top], resolution, size } = this.facts;
    const extent = [left, top - resolution * size, left + resolution * size, top];
    this.projection = new Projection({ code: "EPSG:28992", units: "m", extent });
    this.chart = new Chart({ target, controls: [], layers: this.#layers(), view: this.#view() });
    this.chart.on("singleclick", (event) => this.#tell(event.pixel));
    this.append(this.#buttons());
  }

  #view() {
    const resolutions = Array.from({ length: NEAREST_VIEW + 1 }, (_, zoom) => this.facts.resolution / 2 ** zoom);
    return new View({ projection: this.projection, resolutions, extent: this.projection.getExtent(), center: [155000, 463000], zoom: this.facts.farthest });
  }

  #layers() {
    const { tiles, origin, resolution, size, nearest, farthest, outlines } = this.facts;
    const resolutions = Array.from({ length: nearest + 1 }, (_, zoom) => resolution / 2 ** zoom);
    const source = new VectorTileSource({
      format: new MVT(), projection: this.projection, url: tiles,
      tileGrid: new TileGrid({ origin, resolutions, tileSize: size, minZoom: farthest }),
    });
    const stroke = new Stroke({ color: this.colours.quiet, width: 1.5 });
    const land = new VectorSource();
    this.ready = fetch(outlines).then((answer) => answer.json()).then((found) => {
      land.addFeatures(new GeoJSON({ dataProjection: this.projection }).readFeatures(found));
      this.land = land;
      this.#whole();
    });
    this.addresses = new VectorTileLayer({ source, style: (feature) => this.#style(feature), renderBuffer: 64 });
    return [
      new VectorLayer({ source: land, style: new Style({ stroke, fill: new Fill({ color: this.colours.paper }) }) }),
      this.addresses,
    ];
  }

  #style(feature) {
    const layer = feature.get("layer");
    const count = Number(feature.get("addresses") ?? 0);
    const disputed = Number(feature.get("disputed") ?? 0) > 0; // of a cell how many, of an address whether
    const step = layer.endsWith("cells") ? Math.round(2 * Math.log10(count + 1)) : 0;
    const key = `${layer} ${disputed} ${step} ${layer === "known_cells" ? count : ""}`;
    if (!this.styles.has(key)) this.styles.set(key, this.#made(layer, disputed, step, count));
    return this.styles.get(key);
  }

  #made(layer, disputed, step, count) {
    const { data, warn, line, quiet, paper, ink } = this.colours;
    const known = layer.startsWith("known");
    const radius = { register: 2.5, known: 7, register_cells: 1.5 + 0.8 * step, known_cells: 7 + step }[layer];
    const edge = known ? new Stroke({ color: disputed ? ink : paper, width: disputed ? 2.5 : 1.5 }) : undefined;
    const fill = new Fill({ color: known ? (disputed ? warn : data) : layer === "register" ? quiet : line });
    const words = layer === "known_cells" && count > 1
      ? new Text({ text: String(count), font: "600 11px sans-serif", fill: new Fill({ color: paper }) }) : undefined;
    return new Style({ image: new Circle({ radius, fill, stroke: edge }), text: words, zIndex: known ? 2 : 1 });
  }

  #whole() {
    if (this.land?.getFeatures().length) this.chart.getView().fit(this.land.getExtent(), { padding: [24, 24, 24, 24] });
  }

  #zoom(step) {
    const view = this.chart.getView();
    view.animate({ zoom: view.getZoom() + step, duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200 });
  }

  #buttons() {
    const bar = document.createElement("div");
    bar.className = "od-map__zoom";
    const act = { in: () => this.#zoom(1), out: () => this.#zoom(-1), whole: () => this.#whole() };
    for (const [name, does] of Object.entries(act)) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", this.dataset[name]);
      button.innerHTML = `<svg width="20" height="20" viewBox="0 0 26 26" aria-hidden="true"><path d="${ICONS[name]}" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
      button.addEventListener("click", does);
      bar.append(button);
    }
    return bar;
  }

  // What lies under a press: addresses as links; a circle of many comes nearer.
  #tell(pixel) {
    const [x, y] = this.chart.getCoordinateFromPixel(pixel);
    const reach = REACH * this.chart.getView().getResolution();
    const found = this.addresses.getFeaturesInExtent([x - reach, y - reach, x + reach, y + reach]);
    const cell = found.find((one) => one.get("layer").endsWith("cells"));
    if (cell) {
      this.chart.getView().setCenter([x, y]);
      this.#zoom(2);
      return;
    }
    const known = new Set(found.filter((one) => one.get("layer") === "known").map((one) => one.get("id")));
    const rows = found.filter((one) => one.get("layer") === "known" || !known.has(one.get("id"))).slice(0, SHOWN);
    this.panel.replaceChildren(...rows.map((one) => this.#line(one)));
    this.panel.hidden = !rows.length;
  }

  #line(feature) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = this.facts.dossier.replace("{id}", encodeURIComponent(feature.get("id")));
    link.textContent = feature.get("address") ?? `${this.dataset.register} ${feature.get("id")}`;
    item.append(link);
    const beds = feature.get("beds");
    if (beds !== undefined) item.append(` · ${this.dataset.places}: ${beds}`);
    if (feature.get("disputed")) item.append(` · ${this.dataset.disputed}`);
    return item;
  }
}

customElements.define("od-address-map", AddressMap);
