// Sound, vibration and notification at a bell, all by this browser's own choices, which the server never learns.

// By what ended: [frequency in Hz, seconds from the start] of each stroke.
const REST = [
  [659.25, 0],
  [440, 0.4],
];
const BELLS = {
  focus: [
    [523.25, 0],
    [659.25, 0.35],
    [783.99, 0.7],
  ],
  break: REST,
  long: REST,
  minute: [[880, 0]],
};
// Each partial of a stroke: [multiple of its frequency, share of the loudness, seconds until it has faded].
const PARTIALS = [
  [1, 1, 2.2],
  [2.01, 0.35, 1.2],
  [3.9, 0.1, 0.5],
];
const WORDS = { focus: "Focus is over", break: "The break is over", long: "The long break is over" };
const WAKING_MS = 1000; // within this time a bell must have woken the loudspeakers
const RINGING_MS = 5000; // by then the longest bell is over: open loudspeakers cost battery
const { prefs } = studyroom;
let audio = null;
let resting = false;
let silence = 0;

// Browsers let a page play sound after a touch or a key, some also after a reload; sleep suspends it.
async function unlock() {
  audio ??= new (window.AudioContext ?? window.webkitAudioContext)();
  const speaker = prefs.get("speaker");
  if (audio.sinkId !== speaker) await audio.setSinkId?.(speaker).catch(() => {}); // if it is gone, use the default
  resting = false;
  clearTimeout(silence);
  silence = setTimeout(() => {
    resting = audio.state === "running";
    audio.suspend();
  }, RINGING_MS);
  if (audio.state !== "running") {
    await Promise.race([audio.resume(), new Promise((late) => setTimeout(late, WAKING_MS))]);
  }
  return audio.state === "running";
}
function stroke(frequency, at, loud) {
  for (const [partial, share, seconds] of PARTIALS) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = frequency * partial;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.25 * loud * share, at + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
  }
}
async function play(kind) {
  const volume = prefs.get("volume") / 100;
  if (!volume || !(await unlock())) return;
  const loud = volume * (kind === "minute" ? 0.3 : 1);
  for (const [frequency, after] of BELLS[kind] ?? BELLS.focus) {
    stroke(frequency, audio.currentTime + 0.02 + after, loud);
  }
  window.dispatchEvent(new CustomEvent("studyroom:sound", { detail: kind }));
}

export default {
  template: "<span hidden></span>",
  mounted() {
    this.stop = new AbortController();
    const listen = (name, listener) =>
      window.addEventListener(name, listener, { signal: this.stop.signal, capture: true });
    for (const touch of ["pointerdown", "keydown"]) listen(touch, () => resting || unlock());
    listen("studyroom:timer", ({ detail }) => detail.bell && this.ring(detail.bell));
    listen("studyroom:minute", () => prefs.get("tick") && play("minute"));
    listen("click", ({ target }) => {
      const kind = target.closest?.("[data-sound]")?.dataset.sound; // a button that plays a bell
      if (kind) play(kind);
    });
    // the permission may have been withdrawn in the browser's settings
    if (prefs.get("notify") && !this.granted()) prefs.set("notify", false);
    this.forget = prefs.subscribe(({ notify }) => notify && !this.granted() && this.allow());
  },
  beforeUnmount() {
    this.stop.abort();
    this.forget();
  },
  methods: {
    ring(ended) {
      const { bell, vibrate, notify } = prefs.all();
      if (bell) play(ended);
      if (vibrate) navigator.vibrate?.(ended === "focus" ? [200, 100, 200] : [200]);
      if (notify && document.hidden && this.granted()) {
        new Notification(WORDS[ended], {
          body: document.title,
          tag: "studyroom",
          icon: `${studyroom.base}/favicon-focus.svg`,
        });
      }
    },
    granted: () => studyroom.can.notify && Notification.permission === "granted",
    async allow() {
      if (studyroom.can.notify) await Notification.requestPermission();
      await new Promise((drawn) => setTimeout(drawn)); // the switch must be drawn on before it goes off again
      if (!this.granted()) prefs.set("notify", false);
    },
  },
};
