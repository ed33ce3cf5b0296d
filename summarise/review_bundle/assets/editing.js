"use strict";
// The edit form: one box an attribute. The program reads the values with the field's own class when they come back;
// here only what it would surely refuse is refused.

const NUMBER = /^[<>=~≤≥≈]?\s*[-−+]?\d[\d.,]*(e[-+]?\d+)?\s*(k|m|b|t|%|thousand|million|billion|trillion)?$/i;

function showEdit(unit, event) {
  const form = at("edit"), before = event?.action === "edit" ? event : null;
  form.hidden = true;
  form.replaceChildren();
  const button = document.querySelector('[data-key="e"]');
  button.hidden = !unit.into.length;
  button.setAttribute("aria-expanded", "false");
  if (unit.into.length) fillEdit(unit, before?.into ?? unit.into[0], before?.to ?? unit.start);
}

function fillEdit(unit, field, values) {
  const boxes = data.forms[field].map((attribute) => box(attribute, values[attribute.name]));
  if (unit.into.length > 1) {
    const select = choice("into", unit.into, field);
    select.addEventListener("change", () => { fillEdit(unit, select.value, {}); at("edit").elements.into.focus(); });
    boxes.unshift(labelled("Field that it belongs to", select));
  }
  const buttons = make("div", { class: "tools" }, make("button", { class: "main" }, "Use this value"),
    make("button", { type: "button", "data-key": "e" }, "Cancel"));
  at("edit").replaceChildren(...boxes, make("p", { class: "error", id: "error", role: "alert" }), buttons);
}

function box(attribute, value) {
  const { name, meaning, choices: words, required } = attribute;
  const shown = value === null || value === undefined ? "" : String(value);
  const input = words.length ? choice(name, required ? words : ["", ...words], shown)
    : make("input", { name, value: shown, autocomplete: "off", maxlength: 2000, "aria-describedby": meaning ? `about-${name}` : null });
  const about = meaning ? [make("small", { id: `about-${name}` }, meaning)] : [];
  return make("div", {}, labelled(name.replaceAll("_", " "), input), ...about);
}

function choice(name, words, chosen) {
  const options = words.map((word) => make("option", { value: word, ...(word === chosen && { selected: "" }) }, word || "–"));
  return make("select", { name }, ...options);
}

const labelled = (words, input) => make("label", {}, words, input);

function toggleEdit() {
  const form = at("edit"), unit = data.units[here], button = document.querySelector('[data-key="e"]');
  if (!unit.into.length) return say("This value can't be edited: choose a candidate or 'not stated'.", true);
  form.hidden = !form.hidden;
  button.setAttribute("aria-expanded", String(!form.hidden));
  form.hidden ? button.focus() : form.querySelector("input, select").focus();
}

/** What is wrong with the values, in words; nothing where they may be right. */
function problemOf(unit, field, values) {
  const empty = Object.values(values).every((value) => value === "");
  if (empty) return "Nothing is given; 'not stated' says that there is none.";
  for (const { name, number, named } of data.forms[field]) {
    if (number && values[name] && !NUMBER.test(values[name])) return `${name}: “${values[name]}” is no number.`;
    if (named && !values[name]) return `${name}: this is needed.`;
  }
  const words = (text) => text.split(/\s+/).join(" ").trim();
  const texts = [unit.title, ...[unit.abstract, ...unit.copies].map(cut)].map((pieces) => words(pieces.map((piece) => piece[0]).join("")));
  const quote = words(values.quote ?? "");
  return quote && !texts.some((text) => text.includes(quote)) ? "quote: these words don't stand in the text; copy them from there." : "";
}

at("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  const unit = data.units[here], { into = unit.into[0], ...values } = Object.fromEntries(new FormData(event.target));
  for (const name of Object.keys(values)) values[name] = values[name].trim();
  const problem = problemOf(unit, into, values);
  at("error").textContent = problem;
  if (!problem) decide("edit", { to: values, ...(unit.into.length > 1 && { into }) });
});
