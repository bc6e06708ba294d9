// <live-transcript src after>: follows a call as it happens. Words still being said are shown grey and are
// replaced by the final ones; the page keeps up with the newest line unless its reader has scrolled away.

import { EventFeed } from "./event-feed.js";
import { clock, keepRunning } from "./time.js";

const NEAR_END_PX = 160;

class LiveTranscript extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.timer = keepRunning();
    if (this.hasAttribute("src")) this.follow(this.getAttribute("src"), this.getAttribute("after"));
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.feed?.close();
  }

  follow(url, after = null) {
    this.feed?.close();
    this.feed = new EventFeed(url, after)
      .on("partial", (change) => this.put(change, false))
      .on("segment", (change) => this.put(change, true))
      .on("event", (change) => this.tell("call-event", change))
      .on("status", (change) => this.tell("call-status", change))
      .on("ended", (change) => this.end(change))
      .on("opened", () => this.state("Following live", "good"))
      .on("lost", () => this.state("Reconnecting", "caution"));
    this.feed.open();
  }

  put(change, isFinal) {
    const known = this.list.querySelector(`[data-position="${Number(change.position)}"]`);
    if (isFinal && !change.text) {
      known?.remove();
      return;
    }
    if (known && !isFinal && !known.classList.contains("segment--partial")) return;
    const wasAtEnd = this.isAtEnd();
    const line = drawn(change, isFinal);
    if (known) known.replaceWith(line);
    else this.list.insertBefore(line, this.after(change.position));
    if (wasAtEnd) this.toEnd(line);
  }

  after(position) {
    return [...this.list.children].find((line) => Number(line.dataset.position) > position) ?? null;
  }

  isAtEnd() {
    const box = this.closest("[data-scrolls]");
    if (box) return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    const last = this.list.lastElementChild;
    return !last || last.getBoundingClientRect().bottom < innerHeight + NEAR_END_PX;
  }

  toEnd(line) {
    const box = this.closest("[data-scrolls]");
    if (box) box.scrollTop = box.scrollHeight;
    else line.scrollIntoView({ block: "nearest" });
  }

  state(text, kind) {
    const chip = document.getElementById("live-state");
    if (!chip) return;
    chip.textContent = text;
    chip.className = `chip chip--${kind} chip--live`;
    if (kind === "good") dispatchEvent(new Event("voxanne:active"));
  }

  end(change) {
    this.feed.close();
    this.list.querySelectorAll(".segment--partial").forEach((line) => line.remove());
    this.tell("call-ended", change);
    // the finished call has a recording, reply times and an outcome: the server draws those
    if (this.hasAttribute("reload-at-end")) location.reload();
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail, bubbles: true }));
  }
}

// The same line as templates/calls/segment.html; every text goes in as text, never as markup.
function drawn(change, isFinal) {
  const speaker = change.speaker === "receptionist" ? "receptionist" : "caller";
  const line = element("li", `segment segment--${speaker}${isFinal ? "" : " segment--partial"}`);
  Object.assign(line.dataset, { position: change.position, start: change.start_ms, end: change.end_ms, testid: "segment" });
  const time = element("button", "segment__time", clock(change.start_ms));
  time.type = "button";
  const body = element("div", "segment__body");
  body.append(element("span", "segment__speaker", speaker === "caller" ? "Caller" : "Receptionist"));
  // a recogniser closes even half a sentence with a full stop
  body.append(element("p", "segment__text", isFinal ? change.text : change.text.replace(/[.…\s]+$/, "")));
  if (isFinal && change.citations?.length) {
    const sources = element("ul", "citations");
    sources.setAttribute("aria-label", "Sources");
    for (const citation of change.citations) {
      const link = element("a", "citation", citation.title);
      link.href = `/knowledge/${encodeURIComponent(citation.entry_id)}`;
      const item = document.createElement("li");
      item.append(link);
      sources.append(item);
    }
    body.append(sources);
  }
  line.append(time, body);
  return line;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

customElements.define("live-transcript", LiveTranscript);
