// <calls-notice after="ID">: follows the clinic's calls and, when one has begun or ended since the list was
// drawn, offers to refresh the list. It never moves rows under a reader's finger.

import { EventFeed } from "./event-feed.js";

class CallsNotice extends HTMLElement {
  connectedCallback() {
    this.fresh = new Set();
    this.feed = new EventFeed("/live/stream", this.getAttribute("after"));
    for (const kind of ["status", "ended"]) this.feed.on(kind, (change) => this.note(change.call_id));
    this.feed.open();
  }

  disconnectedCallback() {
    this.feed.close();
  }

  note(callId) {
    this.fresh.add(callId);
    const count = this.fresh.size;
    if (this.hidden) {
      this.className = "notice";
      this.setAttribute("role", "status");
      this.text = document.createElement("span");
      this.text.className = "notice__text";
      const refresh = document.createElement("a");
      refresh.className = "button button--small";
      refresh.href = location.pathname + location.search;
      refresh.textContent = "Refresh";
      this.replaceChildren(this.text, refresh);
      this.hidden = false;
    }
    this.text.textContent = count === 1 ? "One call has changed since this list was drawn." : `${count} calls have changed since this list was drawn.`;
    document.body.dispatchEvent(new Event("recount"));
  }
}

customElements.define("calls-notice", CallsNotice);
