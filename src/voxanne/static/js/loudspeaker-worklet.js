// The audio thread's half of the loudspeaker: a queue of samples and marks, played in order. A mark is reported
// when everything before it has left the queue; `clear` empties the queue and reports its marks at once.

const AT_MOST_SAMPLES = 16000 * 30;

class Loudspeaker extends AudioWorkletProcessor {
  #queue = [];
  #offset = 0;
  #samples = 0;
  #loudest = 0;
  #blocks = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  #take(message) {
    if (message.clear) {
      const marks = this.#queue.filter((item) => item.mark !== undefined);
      this.#queue = [];
      this.#offset = this.#samples = 0;
      for (const { mark } of marks) this.port.postMessage({ mark, isCleared: true });
    } else if (message.mark !== undefined) {
      this.#queue.push(message);
    } else if (this.#samples < AT_MOST_SAMPLES) {
      // a server that never stops sending must not fill the memory; it sends 200 ms ahead, not 30 s
      this.#queue.push({ pcm: message.pcm });
      this.#samples += message.pcm.length;
    }
  }

  process(_inputs, [output]) {
    const out = output[0];
    let filled = 0;
    while (this.#queue.length) {
      const head = this.#queue[0];
      if (head.mark !== undefined) {
        this.port.postMessage({ mark: head.mark, isCleared: false });
        this.#queue.shift();
        continue;
      }
      if (filled === out.length) break;
      const count = Math.min(head.pcm.length - this.#offset, out.length - filled);
      for (let i = 0; i < count; i++) {
        const sample = head.pcm[this.#offset + i] / 32768;
        out[filled + i] = sample;
        this.#loudest = Math.max(this.#loudest, Math.abs(sample));
      }
      filled += count;
      this.#offset += count;
      this.#samples -= count;
      if (this.#offset === head.pcm.length) {
        this.#queue.shift();
        this.#offset = 0;
      }
    }
    for (let channel = 1; channel < output.length; channel++) output[channel].set(out);
    if (++this.#blocks % 6 === 0) {
      this.port.postMessage({ level: this.#loudest });
      this.#loudest = 0;
    }
    return true;
  }
}

registerProcessor("loudspeaker", Loudspeaker);
