// <live-calls after>: the cards of calls in progress. New calls come in, last words change in place, a call
// that has ended says so for a moment and goes.

import { EventFeed } from "./event-feed.js";
import { clock, keepRunning } from "./time.js";

const STAYS_MS = 6000;
const LABELS = { ringing: ["Ringing", "info"], in_progress: ["In progress", "good"] };

class LiveCalls extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".live-cards");
    this.none = this.querySelector(".live-calls__none");
    this.chip = document.getElementById("live-state");
    this.timer = keepRunning();
    this.feed = new EventFeed("/live/stream", this.getAttribute("after"))
      .on("status", (change) => this.show(change))
      .on("partial", (change) => this.say(change, false))
      .on("segment", (change) => this.say(change, true))
      .on("event", (change) => this.flag(change))
      .on("ended", (change) => this.end(change))
      .on("opened", () => this.state("Up to date", "good"))
      .on("lost", () => this.state("Reconnecting", "caution"));
    this.feed.open();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.feed.close();
  }

  card(callId) {
    return this.list.querySelector(`[data-call="${CSS.escape(callId)}"]`);
  }

  show(change) {
    if (!(change.status in LABELS)) return;
    const card = this.card(change.call_id) ?? this.add(change);
    const [label, kind] = LABELS[change.status];
    const chips = [element("span", `chip chip--${kind} chip--live`, label)];
    if (change.is_urgent) chips.push(element("span", "chip chip--danger-solid", "Urgent"));
    if (change.is_escalated) chips.push(element("span", "chip chip--caution", "Escalated"));
    card.querySelector(".live-card__chips").replaceChildren(...chips);
    card.classList.toggle("card--urgent", Boolean(change.is_urgent));
    this.recount();
  }

  add(change) {
    const card = element("li", "card live-card");
    card.dataset.call = change.call_id;
    card.dataset.testid = "live-card";
    const head = element("div", "live-card__head");
    const link = element("a", "live-card__caller number", change.caller_number ?? "Withheld number");
    link.href = `/calls/${encodeURIComponent(change.call_id)}`;
    const time = element("time", "live-card__time number", clock(0));
    time.dataset.runningSince = change.started_at ?? new Date().toISOString();
    head.append(link, time);
    const words = element("p", "live-card__words");
    words.append(element("span", "live-card__speaker"), " ", element("span", "live-card__said", "Nothing was said yet."));
    card.append(head, element("span", "chips live-card__chips"), words);
    this.list.prepend(card);
    return card;
  }

  say(change, isFinal) {
    const card = this.card(change.call_id);
    if (!card || !change.text) return;
    const speaker = card.querySelector(".live-card__speaker");
    speaker.className = `live-card__speaker live-card__speaker--${change.speaker === "receptionist" ? "receptionist" : "caller"}`;
    speaker.textContent = change.speaker === "receptionist" ? "Receptionist" : "Caller";
    const said = card.querySelector(".live-card__said");
    said.textContent = change.text;
    said.classList.toggle("live-card__said--partial", !isFinal);
  }

  flag(change) {
    if (change.kind !== "escalated") return;
    const card = this.card(change.call_id);
    if (!card) return;
    const chips = card.querySelector(".live-card__chips");
    if (change.is_urgent && !chips.querySelector(".chip--danger-solid")) {
      chips.append(element("span", "chip chip--danger-solid", "Urgent"));
      card.classList.add("card--urgent");
    }
    if (!chips.querySelector(".chip--caution")) chips.append(element("span", "chip chip--caution", "Escalated"));
  }

  end(change) {
    const card = this.card(change.call_id);
    if (!card) return;
    card.classList.add("live-card--ended");
    const time = card.querySelector(".live-card__time");
    delete time.dataset.runningSince;
    if (Number.isFinite(change.duration_ms)) time.textContent = clock(change.duration_ms);
    card.querySelector(".live-card__chips").replaceChildren(element("span", "chip", "Ended"));
    setTimeout(() => {
      card.remove();
      this.recount();
    }, STAYS_MS);
  }

  recount() {
    this.none.hidden = this.list.childElementCount > 0;
    document.body.dispatchEvent(new Event("recount"));
  }

  state(text, kind) {
    this.chip.hidden = false;
    this.chip.textContent = text;
    this.chip.className = `chip chip--${kind} chip--live`;
  }
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

customElements.define("live-calls", LiveCalls);
