// <call-player src duration-ms peaks>: the recording of a call. Both voices as waveforms from peaks that
// were computed when the recording was stored, so nothing is decoded here; the sound itself is a plain <audio>
// that fetches by ranges. The transcript on the page follows the playback, and its times move it.

import WaveSurfer from "/static/vendor/wavesurfer-7.12.12.esm.js";
import { clock } from "./time.js";

const STEP_S = 5;

class CallPlayer extends HTMLElement {
  connectedCallback() {
    this.audio = this.querySelector("audio");
    this.audio.controls = false;
    this.toggle = this.querySelector(".player__toggle");
    this.seek = this.querySelector(".player__seek");
    this.now = this.querySelector(".player__now");
    this.trouble = this.querySelector(".player__trouble");
    this.durationS = Number(this.getAttribute("duration-ms")) / 1000;
    this.segments = [...document.querySelectorAll(".segment")];
    this.leaving = new AbortController();
    this.listen();
    this.draw();
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", () => this.draw(), { signal: this.leaving.signal });
    this.toggle.disabled = false;
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.waves?.destroy();
  }

  listen() {
    const on = (target, kind, handle) => target.addEventListener(kind, handle, { signal: this.leaving.signal });
    on(this.toggle, "click", () => this.playOrPause());
    on(this.seek, "input", () => this.goTo(Number(this.seek.value) / 1000));
    on(this.querySelector(".player__speed select"), "change", (event) => {
      this.audio.playbackRate = Number(event.target.value);
    });
    on(this.audio, "play", () => this.show());
    on(this.audio, "pause", () => this.show());
    on(this.audio, "timeupdate", () => this.show());
    on(this.audio, "seeked", () => this.show());
    on(this.audio, "error", () => this.explain());
    on(document, "keydown", (event) => this.key(event));
    on(document, "click", (event) => {
      const line = event.target.closest?.(".segment__time")?.closest(".segment");
      if (line) {
        this.goTo(Number(line.dataset.start) / 1000);
        this.audio.play().catch(() => this.explain());
      }
    });
  }

  draw() {
    this.waves?.destroy();
    const peaks = JSON.parse(this.getAttribute("peaks"));
    const container = this.querySelector(".player__waves");
    if (!peaks.caller?.length) {
      container.hidden = true;
      return;
    }
    const ink = getComputedStyle(document.documentElement);
    const channel = (name) => {
      const color = ink.getPropertyValue(name).trim();
      return { waveColor: `color-mix(in srgb, ${color} 45%, transparent)`, progressColor: color };
    };
    this.waves = WaveSurfer.create({
      container,
      media: this.audio,
      url: this.getAttribute("src"),
      peaks: [peaks.caller, peaks.receptionist],
      duration: this.durationS,
      height: Math.floor((container.clientHeight - 16) / 2),
      splitChannels: [channel("--caller"), channel("--receptionist")],
      cursorColor: ink.getPropertyValue("--ink").trim(),
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      barMinHeight: 1,
      normalize: true,
      dragToSeek: true,
      // the page's own: this element may have come later, from another answer with a nonce of its own
      cspNonce: document.querySelector("meta[name=style-nonce]").content,
    });
    this.waves.on("error", () => {});
  }

  playOrPause() {
    if (this.audio.paused) this.audio.play().catch(() => this.explain());
    else this.audio.pause();
  }

  goTo(seconds) {
    this.audio.currentTime = Math.min(Math.max(0, seconds), this.durationS);
    this.show();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, button, a, summary, [contenteditable]")) {
      if (event.target !== this.seek && event.target !== this.toggle) return;
    }
    if (event.key === " " && event.target !== this.toggle) {
      event.preventDefault();
      this.playOrPause();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      this.goTo(this.audio.currentTime + (event.key === "ArrowRight" ? STEP_S : -STEP_S));
    }
  }

  show() {
    const at = this.audio.currentTime;
    this.toggleAttribute("playing", !this.audio.paused);
    this.toggle.setAttribute("aria-label", this.audio.paused ? "Play" : "Pause");
    this.now.textContent = clock(at * 1000);
    this.seek.value = String(Math.round(at * 1000));
    this.seek.setAttribute("aria-valuetext", `${clock(at * 1000)} of ${clock(this.durationS * 1000)}`);
    if (!this.audio.paused) dispatchEvent(new Event("voxanne:active"));
    this.highlight(at * 1000);
  }

  highlight(atMs) {
    const isHeard = this.audio.currentTime > 0 || !this.audio.paused;
    let newest = null;
    for (const line of this.segments) {
      const isNow = isHeard && Number(line.dataset.start) <= atMs && atMs < Number(line.dataset.end);
      if (isNow && !line.classList.contains("segment--playing")) newest = line;
      line.classList.toggle("segment--playing", isNow);
    }
    if (newest && !this.audio.paused) newest.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  async explain() {
    let reason = "This recording cannot be played here.";
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Range: "bytes=0-0" } });
      if (answer.status === 401) reason = "You have been signed out. Sign in again to hear this recording.";
      else if (answer.status === 404 || answer.status === 410) reason = "This recording is missing: its file is no longer in the store.";
      else if (!answer.ok) reason = "The recording store does not answer. Try again in a moment.";
    } catch {
      reason = "The server does not answer. Try again in a moment.";
    }
    this.trouble.textContent = reason;
    this.trouble.hidden = false;
  }
}

customElements.define("call-player", CallPlayer);
