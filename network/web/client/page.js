// What a page does beyond what HTML does by itself. Every page works without it.
document.querySelector("[data-focus]")?.focus();
