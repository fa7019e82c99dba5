// --- start ---

setUpTabs();
setUpMunicipalities();
setUpAddresses();
setUpMap();
byId("unchoose")?.addEventListener("click", () => { choose(state.municipality); byId("region-title").scrollIntoView({ block: "nearest" }); });
byId("d-close").addEventListener("click", () => byId("dossier").close());
byId("dossier").addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
byId("dossier").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());

// An address can be pointed at: picture.html#address-<identifier>.
const asked = decodeURIComponent(location.hash).match(/^#address-(.+)$/)?.[1];
const pointed = addresses.find((row) => row.id === asked);
if (pointed) openDossier(pointed);
