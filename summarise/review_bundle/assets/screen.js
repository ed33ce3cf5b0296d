"use strict";
// What is on the screen. Text of papers and models only ever becomes a text node.

const at = (id) => document.getElementById(id);

/** An element with attributes, and strings or elements in it. */
function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

function say(words, isBad = false) {
  at("said").textContent = words;
  at("said").classList.toggle("bad", isBad);
}

const counted = (count, noun) => `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;

/** A text of the bundle in pieces: its number, then each piece's length and the candidates whose evidence it is. */
function cut([number, ...lengths]) {
  let start = 0;
  return lengths.map(([length, numbers]) => [data.texts[number].slice(start, (start += length)), numbers]);
}

/** Pieces of a text, each with the numbers of the candidates whose evidence it is; 0 stands for no candidate. */
function marked(pieces) {
  return pieces.map(([words, numbers = []]) => {
    if (!numbers.length) return words;
    const label = numbers[0] ? [make("sup", {}, `[${numbers.join(",")}]`)] : [];
    return make("mark", { class: numbers.length === 1 ? `n${numbers[0]}` : "several" }, ...label, words);
  });
}

function showPaper(unit, place) {
  at("title").replaceChildren(...marked(unit.title));
  at("about").replaceChildren(`${place} · `, make("bdi", {}, unit.paper));
  if (unit.link) at("about").append(" · ", make("a", { href: unit.link[0], rel: "noopener noreferrer", target: "_blank" }, unit.link[1]));
  const copies = unit.copies.map((copy) =>
    make("div", {}, make("h3", {}, "Another copy says"), make("p", { dir: "auto" }, ...marked(cut(copy)))));
  at("texts").replaceChildren(make("p", { dir: "auto" }, ...marked(cut(unit.abstract))), ...copies);
}

function showQuestion(unit, event) {
  at("field").textContent = unit.label;
  at("definition").textContent = unit.meaning;
  at("reasons").replaceChildren(...unit.reasons.map(([code, meaning]) => reason(code, meaning)));
  at("candidates").replaceChildren(...unit.candidates.map((candidate, i) => candidateButton(candidate, i + 1, event)));
  for (const button of document.querySelectorAll(".actions button")) {
    button.setAttribute("aria-pressed", String(event?.action === ACTIONS[button.dataset.key]));
  }
  at("note").value = event?.note ?? "";
}

function reason(code, meaning) {
  return make("li", {}, make("b", {}, code), ...(meaning ? [`: ${meaning}`] : []));
}

function candidateButton(candidate, number, event) {
  const isChosen = event?.action === "choose" && isSame(event.to, candidate.to);
  const button = make("button", { type: "button", class: `n${number}`, "aria-pressed": String(isChosen), "data-key": number });
  button.append(make("kbd", {}, String(number)), make("span", { class: "value", dir: "auto" }, candidate.words));
  const differs = candidate.differs.map(([name, value]) => make("span", { class: "differs" }, make("b", {}, name), ` ${value}`));
  if (differs.length) button.append(make("span", { class: "row" }, ...differs));
  const quotes = candidate.quotes.map((quote) => `“${quote}”`).join(" ");
  button.append(make("span", { class: "source", dir: "auto" }, [candidate.source, quotes].filter(Boolean).join(": ") || "without a quote"));
  return make("li", {}, button);
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function showProgress(run, done, total) {
  at("run").textContent = run;
  at("progress").textContent = `${done.toLocaleString()} of ${total.toLocaleString()} settled`;
  at("bar").max = total || 1;
  at("bar").value = done;
}

/** What happened to a unit, in words. */
function told(unit, event) {
  if (!event) return "open";
  if (event.action === "choose") {
    const number = unit.candidates.findIndex((c) => isSame(c.to, event.to)) + 1;
    return `chosen ${number || "another"}`;
  }
  return DONE[event.action] ?? event.action;
}
