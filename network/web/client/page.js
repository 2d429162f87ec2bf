// What a page does beyond what HTML does by itself. Every page works without it.
import "./code.js";

// After sending, whoever can't see the page is told first what became of it: the errors, or the confirmation.
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
