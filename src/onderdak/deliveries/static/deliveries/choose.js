// Choosing an address by keys: its number, 0 for none, arrows to go from one to the next. Only where the focus is in the list.
const form = document.getElementById("kandidaten");

function chosen(key) {
  const candidates = [...form.querySelectorAll("[data-number]")];
  return /^[0-9]$/.test(key) ? candidates.find((one) => one.dataset.number === key) : null;
}

function moved(key) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
  if (!step) return null;
  const all = [...form.querySelectorAll("[data-number]")];
  const at = all.indexOf(document.activeElement);
  return all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length];
}

form?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const button = chosen(event.key);
  const next = button ? null : moved(event.key);
  if (!button && !next) return;
  event.preventDefault();
  if (button) button.click();
  else next.focus();
});
