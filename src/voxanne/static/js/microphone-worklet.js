// The audio thread's half of the microphone: whatever rate the device has becomes 16000 Hz mono, in messages of
// 320 samples (20 ms) as int16, each with its loudness.

const RATE_HZ = 16000;
const MESSAGE_SAMPLES = 320;
const TAPS = 48;

class Microphone extends AudioWorkletProcessor {
  #pending = new Int16Array(MESSAGE_SAMPLES);
  #filled = 0;
  #loudest = 0;
  #resample = sampleRate === RATE_HZ ? (block) => block : resampler(sampleRate, RATE_HZ);

  process([input]) {
    const block = input[0];
    if (!block) return true;
    for (const sample of this.#resample(block)) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.#loudest = Math.max(this.#loudest, Math.abs(clipped));
      this.#pending[this.#filled++] = Math.round(clipped * 32767);
      if (this.#filled === MESSAGE_SAMPLES) this.#send();
    }
    return true;
  }

  #send() {
    const pcm = this.#pending.slice().buffer;
    this.port.postMessage({ pcm, level: this.#loudest }, [pcm]);
    this.#filled = 0;
    this.#loudest = 0;
  }
}

// Windowed-sinc interpolation (Hann, cut at the lower Nyquist frequency), continuous from block to block.
function resampler(fromHz, toHz) {
  const step = fromHz / toHz;
  const cutoff = Math.min(1, toHz / fromHz) * 0.92;
  let history = new Float32Array(TAPS);
  let at = TAPS / 2;
  return (block) => {
    const known = new Float32Array(history.length + block.length);
    known.set(history);
    known.set(block, history.length);
    const out = [];
    for (; at + TAPS / 2 < known.length; at += step) {
      const centre = Math.floor(at);
      let sum = 0;
      for (let i = centre - TAPS / 2 + 1; i <= centre + TAPS / 2; i++) {
        const distance = i - at;
        const x = Math.PI * distance * cutoff;
        const sinc = x === 0 ? 1 : Math.sin(x) / x;
        sum += known[i] * sinc * cutoff * (0.5 + 0.5 * Math.cos((2 * Math.PI * distance) / TAPS));
      }
      out.push(sum);
    }
    const dropped = Math.max(0, Math.floor(at) - TAPS / 2);
    history = known.slice(dropped);
    at -= dropped;
    return out;
  };
}

registerProcessor("microphone", Microphone);
