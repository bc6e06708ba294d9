// Server-sent events that begin after a given id, come back by themselves after an interruption, and stop for
// good at `ended`, at 204, or when the session is over.

import { leaveForSignIn } from "./session.js";

export class EventFeed {
  #url; #after; #handlers = new Map(); #source = null; #retry = 0;

  constructor(url, after = null) {
    this.#url = url;
    this.#after = after;
  }

  on(kind, handle) {
    this.#handlers.set(kind, handle);
    return this;
  }

  open() {
    // a browser sends Last-Event-ID only when it reconnects by itself; a page that was drawn at a known id says it here
    const url = this.#after === null ? this.#url : `${this.#url}?after=${encodeURIComponent(this.#after)}`;
    this.#source = new EventSource(url);
    for (const [kind, handle] of this.#handlers) {
      this.#source.addEventListener(kind, (event) => {
        this.#after = event.lastEventId;
        handle(JSON.parse(event.data), event);
      });
    }
    this.#source.onopen = () => this.#handlers.get("opened")?.();
    this.#source.onerror = () => {
      this.#handlers.get("lost")?.();
      if (this.#source.readyState === EventSource.CLOSED) this.#askWhy(url);
    };
  }

  close() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  // EventSource gives up on an answer that is no stream without saying which: ask once more, plainly
  async #askWhy(url) {
    const probe = new AbortController();
    try {
      const answer = await fetch(url, { headers: { Accept: "text/event-stream" }, signal: probe.signal });
      if (answer.status === 401) return leaveForSignIn();
      if (answer.status === 204 || answer.status === 404) return;
    } catch {
      // the server is away: try again below
    } finally {
      probe.abort();
    }
    if (this.#source) this.#retry = setTimeout(() => this.open(), 2000);
  }
}
