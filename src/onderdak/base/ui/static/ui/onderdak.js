// What a page gains where scripts run. Everything works without it.
document.documentElement.classList.add("js");
