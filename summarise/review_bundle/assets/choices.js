"use strict";
// The choices: a log that only grows, each entry one line of a decisions file, and what the log comes to.

const SETTLING = new Set(["choose", "edit", "not_stated"]);
const TAKING_BACK = new Set(["undo", "redo"]);
const WHEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const placeOf = (event) => JSON.stringify([event.paper, event.verdict]);

/** What holds after these events; summarise/reviewing/folding.py says the same of a decisions file. */
function fold(events) {
  const ordered = [...events.values()].sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1));
  const byId = new Map(ordered.filter((e) => !TAKING_BACK.has(e.action)).map((e) => [e.id, e]));
  const stacks = new Map(), takenBack = new Set(), standing = new Map();
  for (const event of ordered) {
    if (!stacks.has(event.who)) stacks.set(event.who, { done: [], undone: [] });
    const { done, undone } = stacks.get(event.who);
    if (!TAKING_BACK.has(event.action)) {
      done.push(event.id);
      undone.length = 0;
    } else if (byId.get(event.undoes)?.who === event.who) {
      const undoing = event.action === "undo", [from, to] = undoing ? [done, undone] : [undone, done];
      if (takenBack.has(event.undoes) === undoing) continue;
      undoing ? takenBack.add(event.undoes) : takenBack.delete(event.undoes);
      if (from.includes(event.undoes)) from.splice(from.lastIndexOf(event.undoes), 1);
      to.push(event.undoes);
    }
  }
  for (const event of byId.values()) if (!takenBack.has(event.id)) standing.set(placeOf(event), event);
  return { ordered, byId, stacks, standing };
}

/** The log, kept in this browser under the bundle's id. */
class Choices {
  constructor(data) {
    this.key = `summarise.review.${data.bundle}`;
    this.units = new Map(data.units.map((unit) => [placeOf(unit), unit]));
    this.events = new Map();
    this.isKept = true;
    this.isSaved = true;
    this.#read();
    this.folded = fold(this.events);
  }

  /** Takes over what another tab, or an earlier visit, left. */
  #read() {
    try {
      for (const line of (localStorage.getItem(this.key) ?? "").split("\n")) this.#accept(line);
    } catch {
      this.isKept = false;
    }
  }

  reload() {
    this.#read();
    this.folded = fold(this.events);
  }

  #write() {
    this.folded = fold(this.events);
    try {
      localStorage.setItem(this.key, this.text());
    } catch {
      this.isKept = false;
    }
  }

  /** One line a choice, in order. */
  text() {
    return this.folded.ordered.map((event) => JSON.stringify(event) + "\n").join("");
  }

  /** Adds a line that this bundle once wrote; says whether it is one. */
  #accept(line) {
    let event = null;
    try {
      event = JSON.parse(line);
    } catch {
      return false;
    }
    const words = ["id", "at", "who", "action"].every((name) => typeof event?.[name] === "string" && event[name]);
    if (!words || !WHEN.test(event.at)) return false;
    if (TAKING_BACK.has(event.action) ? typeof event.undoes !== "string" : !this.units.has(placeOf(event))) return false;
    this.events.set(event.id, event);
    return true;
  }

  /** Takes over a saved file; how many lines were new, and how many are none of this bundle's. */
  open(text) {
    const before = this.events.size;
    const refused = text.split("\n").filter((line) => line.trim() && !this.#accept(line)).length;
    this.#write();
    return { added: this.events.size - before, refused };
  }

  #append(event) {
    this.reload(); // what another tab did comes before
    const stamped = { id: newId(), at: this.#now(), ...event };
    this.events.set(stamped.id, stamped);
    this.isSaved = false;
    this.#write();
    return stamped;
  }

  /** The time in microseconds, later than all before it whatever the clock says. */
  #now() {
    const last = this.folded.ordered.at(-1)?.at;
    let micros = Date.now() * 1000;
    if (last) micros = Math.max(micros, Date.parse(last.slice(0, 23) + "Z") * 1000 + Number(last.slice(23, 26)) + 1);
    const millis = Math.floor(micros / 1000);
    return new Date(millis).toISOString().slice(0, -1) + String(micros - millis * 1000).padStart(3, "0") + "Z";
  }

  decide(unit, who, action, made) {
    const { paper, verdict, field, marks } = unit;
    return this.#append({ who, action, paper, verdict, field, ...made, marks });
  }

  /** What stands of a unit, if anything. */
  of(unit) {
    return this.folded.standing.get(placeOf(unit));
  }

  isOpen(unit) {
    const event = this.of(unit);
    return !event || event.action === "skip";
  }

  /** Takes back the last choice of this name, or restores the one last taken back; the choice, or null. */
  step(action, who) {
    const stacks = this.folded.stacks.get(who);
    const id = (action === "undo" ? stacks?.done : stacks?.undone)?.at(-1);
    if (!id) return null;
    this.#append({ who, action, undoes: id });
    return this.folded.byId.get(id);
  }
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
