// A browser as a telephone: the microphone as 20 ms of int16 at 16000 Hz, the loudspeaker as a queue that can be
// cleared and says what has really been heard.

const RATE_HZ = 16000;
const CONSTRAINTS = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };

export class PhoneAudio {
  isMuted = false;

  // onSamples(ArrayBuffer), onLevels({mine} or {theirs}), onHeard(mark)
  constructor({ onSamples, onLevels, onHeard }) {
    this.onSamples = onSamples;
    this.onLevels = onLevels;
    this.onHeard = onHeard;
  }

  // Asks for the microphone. Throws what getUserMedia throws, or a NotSupportedError where there is none.
  async open() {
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
      throw new DOMException("no microphone access in this context", "NotSupportedError");
    }
    this.output = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
    this.stream = await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
    await this.output.resume();
    await this.#openLoudspeaker();
    await this.#openMicrophone();
  }

  async #openLoudspeaker() {
    await this.output.audioWorklet.addModule("/static/js/loudspeaker-worklet.js");
    this.loudspeaker = new AudioWorkletNode(this.output, "loudspeaker", { numberOfInputs: 0, outputChannelCount: [1] });
    this.loudspeaker.connect(this.output.destination);
    this.loudspeaker.port.onmessage = ({ data }) => {
      if (data.level !== undefined) this.onLevels({ theirs: data.level });
      else if (data.isCleared) this.onHeard(data.mark);
      else setTimeout(() => this.onHeard(data.mark), this.#outputDelayMs());
    };
  }

  async #openMicrophone() {
    let source;
    this.input = this.output;
    try {
      source = this.output.createMediaStreamSource(this.stream);
    } catch {
      // a browser that wants the device's own rate: then the worklet resamples
      this.input = new AudioContext();
      source = this.input.createMediaStreamSource(this.stream);
    }
    await this.input.audioWorklet.addModule("/static/js/microphone-worklet.js");
    this.microphone = new AudioWorkletNode(this.input, "microphone", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.microphone.port.onmessage = ({ data }) => {
      // muted, silence goes on: the far end takes a line without audio for a dead one
      this.onSamples(this.isMuted ? new ArrayBuffer(data.pcm.byteLength) : data.pcm);
      this.onLevels({ mine: this.isMuted ? 0 : data.level });
    };
    source.connect(this.microphone);
  }

  // From the queue to the ear; what the browser does not know counts as nothing.
  #outputDelayMs() {
    return ((this.output.outputLatency || 0) + (this.output.baseLatency || 0)) * 1000;
  }

  play(buffer) {
    const pcm = new Int16Array(buffer);
    this.loudspeaker.port.postMessage({ pcm }, [pcm.buffer]);
  }

  mark(name) {
    this.loudspeaker.port.postMessage({ mark: name });
  }

  clear() {
    this.loudspeaker.port.postMessage({ clear: true });
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    for (const node of [this.microphone, this.loudspeaker]) {
      if (node) node.port.onmessage = null;
    }
    for (const context of new Set([this.input, this.output])) context?.close();
  }
}
