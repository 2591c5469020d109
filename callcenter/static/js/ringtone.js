// The ring, made of two soft tones; no file to load, so it also rings while our server is away.

const TONES = [523.25, 659.25]; // C5, E5: heard through a headset, no alarm at three in the morning
const PERIOD = 2_400; // ms

export class Ringtone {
  #audio = null;
  #timer = null;

  /** To be called from a click or key: browsers let a page sound only after one. */
  unlock() {
    this.#audio ??= new AudioContext();
    this.#audio.resume();
  }

  /** False when the browser keeps the page silent until it is touched. */
  get allowed() {
    return this.#audio?.state === "running";
  }

  start() {
    if (this.#timer) return;
    this.unlock();
    this.#ring();
    this.#timer = setInterval(() => this.#ring(), PERIOD);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #ring() {
    if (!this.allowed) return;
    TONES.forEach((pitch, place) => this.#note(pitch, this.#audio.currentTime + place * 0.28));
  }

  #note(pitch, at) {
    const [tone, volume] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.22, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.75);
    tone.connect(volume).connect(this.#audio.destination);
    tone.start(at);
    tone.stop(at + 0.8);
  }
}
