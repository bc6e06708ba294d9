// <test-call>: a whole call from the browser, over the WebSocket that the server documents in
// telephony/browser_wire.py, with the transcript beside it.
//
//   idle ─start─▶ asking ─microphone─▶ connecting ─ready─▶ talking ─ended─▶ ended ─start─▶ ...
//                    └─refused             └─────────┴──────failed

import { PhoneAudio } from "./phone-audio.js";
import { clock } from "./time.js";

const CONNECT_TIMEOUT_MS = 12_000;
const LOW_LEVEL = 0.02;
const SILENT_AFTER_MS = 6000;

const MICROPHONE_TROUBLE = {
  NotAllowedError: ["The microphone is blocked", "Allow it for this page: click the symbol left of the address, then start again."],
  NotFoundError: ["No microphone was found", "Connect one, or choose one in your system's sound settings, then start again."],
  NotReadableError: ["The microphone is in use", "Another program holds it. Close that one, then start again."],
  NotSupportedError: ["This browser gives no microphone here", "Browsers allow it on https pages and on this machine itself (127.0.0.1) only."],
};
const ENDINGS = {
  we_hung_up: "The receptionist said goodbye and hung up.",
  caller_hung_up: "You hung up.",
  peer_silent: "The line was silent for too long.",
  protocol_error: "The connection was disturbed.",
};

class TestCall extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`.phone__${name}`);
    this.parts = Object.fromEntries(["orb", "title", "lead", "time", "level", "start", "mute", "open", "keypad"].map((name) => [name, find(name)]));
    this.parts.hangUp = find("hang-up");
    this.parts.muteLabel = find("mute-label");
    this.transcript = this.querySelector("live-transcript");
    this.parts.start.addEventListener("click", () => this.start());
    this.parts.hangUp.addEventListener("click", () => this.hangUp());
    this.parts.mute.addEventListener("click", () => this.mute());
    this.parts.keypad.addEventListener("click", (event) => {
      const { digit } = event.target.dataset;
      if (digit) this.send({ event: "digit", digit });
    });
    addEventListener("pagehide", () => this.leave());
  }

  disconnectedCallback() {
    this.leave();
  }

  async start() {
    this.callId = null;
    this.isEnded = false;
    this.transcript.querySelector("ol").replaceChildren();
    this.become("asking", "May we hear you?", "Your browser asks for the microphone now.");
    this.audio = new PhoneAudio({
      onSamples: (pcm) => this.sendAudio(pcm),
      onLevels: (levels) => this.showLevels(levels),
      onHeard: (name) => this.send({ event: "marked", name }),
    });
    try {
      await this.audio.open();
    } catch (error) {
      this.audio.close();
      const [title, lead] = MICROPHONE_TROUBLE[error.name] ?? ["The microphone cannot be used", "Try again, or try another browser."];
      this.become("refused", title, lead);
      return;
    }
    this.connect();
  }

  connect() {
    this.become("connecting", "Calling your clinic", "The receptionist picks up at once.");
    const address = new URL("/telephony/browser/stream", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.patience = setTimeout(() => this.fail("Nobody picked up", "The server did not answer in time. Try again."), CONNECT_TIMEOUT_MS);
    this.socket.onopen = () => this.send({ event: "start", rate_hz: 16000 });
    this.socket.onmessage = ({ data }) => (typeof data === "string" ? this.hear(JSON.parse(data)) : this.audio.play(data));
    this.socket.onclose = () => {
      if (this.isEnded) return;
      if (this.callId) this.end("The connection was lost.");
      else this.fail("The call could not be made", "The server refused the connection. Reload the page and sign in again if asked.");
    };
  }

  hear(message) {
    switch (message.event) {
      case "ready":
        return this.answered(message.call_id);
      case "mark":
        return this.audio.mark(message.name);
      case "clear":
        return this.audio.clear();
      case "refused":
        return this.fail("The receptionist cannot take this call", message.message ?? "Try again in a moment.");
      case "ended":
        return this.end(ENDINGS[message.reason] ?? "The call is over.");
    }
  }

  answered(callId) {
    clearTimeout(this.patience);
    this.callId = callId;
    this.startedAt = this.heardAt = Date.now();
    this.become("talking", "You are talking to the receptionist", "Interrupt it whenever you like.");
    this.transcript.follow(`/calls/${encodeURIComponent(callId)}/stream`);
    this.ticking = setInterval(() => this.tick(), 500);
    this.tick();
    this.parts.hangUp.focus();
    document.body.dispatchEvent(new Event("recount"));
  }

  tick() {
    this.parts.time.textContent = clock(Date.now() - this.startedAt);
    dispatchEvent(new Event("voxanne:active"));
    const isDeaf = !this.audio.isMuted && Date.now() - this.heardAt > SILENT_AFTER_MS;
    this.parts.lead.textContent = this.audio.isMuted
      ? "You are muted: the receptionist hears silence."
      : isDeaf ? "We hear nothing from your microphone. Is the right one chosen?" : "Interrupt it whenever you like.";
  }

  showLevels({ mine, theirs }) {
    if (mine !== undefined) {
      if (mine > LOW_LEVEL) this.heardAt = Date.now();
      this.parts.level.querySelector("meter").value = mine;
      this.parts.orb.style.setProperty("--mine", mine.toFixed(2));
    }
    if (theirs !== undefined) this.parts.orb.style.setProperty("--theirs", theirs.toFixed(2));
  }

  mute() {
    this.audio.isMuted = !this.audio.isMuted;
    this.parts.mute.setAttribute("aria-pressed", String(this.audio.isMuted));
    this.parts.muteLabel.textContent = this.audio.isMuted ? "Unmute" : "Mute";
    this.heardAt = Date.now();
    this.tick();
  }

  hangUp() {
    this.send({ event: "hang_up" });
    // the server says `ended`; one that no longer does must not keep the microphone open
    this.farewell = setTimeout(() => this.end("You hung up."), 3000);
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  sendAudio(pcm) {
    // 1 MB unsent is half a minute of audio: the line is dead, and old words are worth nothing
    if (this.callId && this.socket?.readyState === WebSocket.OPEN && this.socket.bufferedAmount < 1_000_000) this.socket.send(pcm);
  }

  end(lead) {
    if (this.isEnded) return;
    this.leave();
    this.become("ended", "The call is over", lead);
    this.parts.open.href = `/calls/${encodeURIComponent(this.callId)}`;
    this.parts.open.focus();
    document.body.dispatchEvent(new Event("recount"));
  }

  fail(title, lead) {
    if (this.isEnded) return;
    this.leave();
    this.become("failed", title, lead);
  }

  leave() {
    this.isEnded = true;
    [this.patience, this.farewell].forEach(clearTimeout);
    clearInterval(this.ticking);
    this.audio?.close();
    this.socket?.close();
    this.showLevels({ mine: 0, theirs: 0 });
  }

  become(state, title, lead) {
    this.dataset.state = state;
    this.parts.title.textContent = title;
    this.parts.lead.textContent = lead;
    const isTalking = state === "talking";
    const isBusy = isTalking || state === "asking" || state === "connecting";
    for (const name of ["mute", "hangUp", "level", "keypad"]) this.parts[name].hidden = !isTalking;
    this.parts.time.hidden = !(isTalking || state === "ended");
    this.parts.start.hidden = isBusy;
    this.parts.start.querySelector("span").textContent = state === "idle" ? "Start the call" : "Call again";
    this.parts.open.hidden = state !== "ended";
    this.parts.mute.setAttribute("aria-pressed", "false");
    this.parts.muteLabel.textContent = "Mute";
  }
}

customElements.define("test-call", TestCall);
