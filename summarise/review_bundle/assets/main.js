"use strict";
// Keys and buttons: every key is a button too.

const ACTIONS = { e: "edit", n: "not_stated", s: "skip", i: "unsure", f: "escalate" };
const DONE = { edit: "edited", not_stated: "not stated", skip: "skipped", unsure: "unsure", escalate: "escalated" };

const data = JSON.parse(at("data").textContent);
const choices = new Choices(data);
let here = data.units.length - 1; // the first open one is the next, round the end
let shownAt = performance.now();

function show() {
  const unit = data.units[here], event = choices.of(unit);
  showPaper(unit, `${here + 1} / ${data.units.length} · ${told(unit, event)}`);
  showQuestion(unit, event);
  showEdit(unit, event);
  showProgress(data.run, data.units.filter((one) => SETTLING.has(choices.of(one)?.action)).length, data.units.length);
  for (const [key, step] of [["u", "done"], ["U", "undone"]]) {
    const isEmpty = !choices.folded.stacks.get(who())?.[step].length;
    document.querySelector(`[data-key="${key}"]`).setAttribute("aria-disabled", String(isEmpty));
  }
  document.title = `${here + 1} / ${data.units.length} · ${unit.field}`;
}

function goTo(index) {
  here = Math.min(data.units.length - 1, Math.max(0, index));
  shownAt = performance.now();
  show();
  window.scrollTo(0, 0);
}

/** The next open unit in a direction, round the ends; where none is it stays. */
function goToOpen(step, words = "") {
  const count = data.units.length;
  const places = data.units.map((_, i) => (here + step * (i + 1) + count * (i + 1)) % count);
  const untouched = places.find((place) => !choices.of(data.units[place]));
  const found = untouched ?? places.find((place) => choices.isOpen(data.units[place])); // what was skipped comes last
  if (found !== undefined) {
    goTo(found);
    return say(words);
  }
  show();
  say(`${words} Nothing is open any more: save decisions.jsonl and send it back.`.trim());
}

const who = () => at("who").value.trim();

function decide(action, made = {}) {
  if (!who()) {
    at("who").focus();
    return say("First say who you are: your name goes into every choice.", true);
  }
  const unit = data.units[here], note = at("note").value.trim(), hadFocus = at("question").contains(document.activeElement);
  const event = choices.decide(unit, who(), action, {
    ...made, ms: Math.round(performance.now() - shownAt), ...(note && { note }), ...(data.blind && { blind: true }),
  });
  const kept = choices.isKept ? "" : " This browser keeps nothing: save decisions.jsonl before you close the page.";
  goToOpen(1, `${unit.field}: ${told(unit, event)}; u takes it back.${kept}`);
  if (hadFocus) at("field").focus({ preventScroll: true }); // what was pressed is gone
}

function choose(number) {
  const candidate = data.units[here].candidates[number - 1];
  if (!candidate) return say(`There is no candidate ${number}.`, true);
  decide("choose", { to: candidate.to, ...(candidate.into && { into: candidate.into }) });
}

function step(action) {
  const event = choices.step(action, who());
  if (!event) return say(action === "undo" ? "There is nothing to take back." : "There is nothing to restore.", true);
  goTo(data.units.findIndex((unit) => placeOf(unit) === placeOf(event)));
  say(`${action === "undo" ? "Taken back" : "Restored"}: ${told(data.units[here], event)}.`);
}

function save() {
  const file = URL.createObjectURL(new Blob([choices.text()], { type: "application/x-ndjson" }));
  const link = make("a", { href: file, download: "decisions.jsonl" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
  choices.isSaved = true;
  say(`Saved ${counted(choices.events.size, "line")} in decisions.jsonl: send it back.`);
}

async function open(file) {
  const { added, refused } = choices.open(await file.text());
  const rest = refused ? ` Left out: ${counted(refused, "line")} not of this page.` : "";
  show();
  say(`${counted(added, "line")} taken over from ${file.name}.${rest}`, refused > 0);
}

const COMMANDS = {
  e: () => toggleEdit(), u: () => step("undo"), U: () => step("redo"), j: () => goTo(here + 1), k: () => goTo(here - 1),
  "]": () => goToOpen(1), "[": () => goToOpen(-1), o: () => toggleMarks(), q: () => save(), "?": () => at("help").showModal(),
};

/** Does what a key or a button stands for; says whether there is such a key. */
function press(key) {
  if (/^[1-9]$/.test(key)) choose(Number(key));
  else if (key !== "e" && key in ACTIONS) decide(ACTIONS[key]);
  else if (key in COMMANDS) COMMANDS[key]();
  else return false;
  return true;
}

function toggleMarks() {
  const isOff = at("paper").classList.toggle("unmarked");
  document.querySelector('[data-key="o"]').setAttribute("aria-pressed", String(!isOff));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || at("help").open) return;
  if (event.key === "Escape" && !at("edit").hidden) return toggleEdit();
  if (event.target.closest("input, select, textarea")) return;
  if (press(event.key)) event.preventDefault(); // the key is no letter of the box that it opens
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-key]");
  if (button) press(button.dataset.key);
});
at("save").addEventListener("click", save);
at("open").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", async (event) => {
  if (event.target.files[0]) await open(event.target.files[0]);
  event.target.value = "";
});
at("help-open").addEventListener("click", () => at("help").showModal());
at("who").addEventListener("change", show);
at("who").addEventListener("keydown", (event) => { if (event.key === "Enter") at("who").blur(); });
window.addEventListener("storage", () => { choices.reload(); show(); });
window.addEventListener("beforeunload", (event) => { if (!choices.isKept && !choices.isSaved) event.preventDefault(); });
goToOpen(1);
if (!choices.isKept) say("This browser keeps nothing for this page: save decisions.jsonl before you close it.", true);
