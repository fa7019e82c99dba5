// --- start ---

setUpTabs();
setUpMunicipalities();
setUpAddresses();
setUpMap();
byId("unchoose").addEventListener("click", () => { choose(state.municipality); byId("region-title").scrollIntoView({ block: "nearest" }); });
byId("d-close").addEventListener("click", () => byId("dossier").close());
byId("dossier").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());
