// Every key presses the button or link that is marked with it; so nothing can be done by key alone.
(() => {
  "use strict";
  const typing = (at) => at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=submit], [type=button])");

  // While an answer is under way the next value is not to be seen yet: a key then would decide it blindly.
  let waiting = false;
  document.addEventListener("htmx:beforeRequest", () => { waiting = true; });
  document.addEventListener("htmx:afterRequest", () => { waiting = false; });

  document.addEventListener("keydown", (event) => {
    if (waiting || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || typing(event.target)) return;
    const marked = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!marked || marked.disabled || (document.querySelector("dialog[open], :popover-open") && event.key !== "?")) return;
    event.preventDefault();
    marked.click();
  });

  // Who opens a box wants to type.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details[open]") || event.target.querySelector("[aria-invalid=true]")) return;
    const first = event.target.querySelector("form :is(input:not([type=hidden]), select, textarea), a");
    if (first) first.focus();
    if (first && first.select) first.select();
  }, true);

  // How long a conflict was looked at, in milliseconds; the server keeps it with the decision.
  let shownAt = performance.now();
  document.addEventListener("submit", (event) => {
    const took = event.target.elements.took;
    if (took) took.value = Math.round(performance.now() - shownAt);
  }, true);

  // A changed page begins at its top, with the first marked words in sight; readers of the screen hear what was decided.
  const arrive = () => {
    shownAt = performance.now();
    const box = document.querySelector(".unit .text"), first = box && box.querySelector(".seg");
    if (first && box.scrollHeight > box.clientHeight) box.scrollTop = first.offsetTop - box.offsetTop - box.clientHeight / 3;
    const wrong = document.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  };
  document.addEventListener("htmx:afterSettle", arrive);
  document.addEventListener("DOMContentLoaded", arrive);

  document.addEventListener("htmx:sendError", () => {
    const words = "The server does not answer, and this was not saved. What was decided before is. Start the command again and open the address it prints.";
    const note = document.querySelector("main > .note.gone") || document.createElement("p");
    note.className = "note bad gone";
    note.textContent = words;
    document.querySelector("main").prepend(note);
    document.getElementById("said").textContent = words;
  });
})();
