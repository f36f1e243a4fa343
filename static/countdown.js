// Paints the shared time. One primary countdown takes the state from the server; all others on the page follow it.
import { h, reactive } from "vue";

const PAGE_TITLE = document.title;
const DRIFT_MS = 500;
const LATE_MS = 100; // a state that took this much longer than others is requested again,
const LATE_TRIES = 3; // but not forever: a slow network stays slow
const STALE_BELL_MS = 5000;
const LABEL_SECONDS = 15; // how stale the timer's name may be for a screen reader
const WORDS = { focus: "Focus", break: "Break", long: "Long break" };
const ICONS = { focus: "lamp-desk", break: "coffee", long: "trees" };
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const shown = reactive({ state: null, seconds: 0, label: "", minute: 0 }); // what every countdown on the page paints
let labelledAt = 0;
let stamp = 0; // performance.now() at which state.remaining_ms was true
let nearest = Infinity; // performance.now() minus the server's clock, by the fastest message
let tries = 0;

const leftMs = () => {
  const { status, remaining_ms } = shown.state;
  return Math.max(0, remaining_ms - (status === "running" ? window.performance.now() - stamp : 0));
};
function lateMs({ now_ms }, at) {
  if (!now_ms) return 0;
  const late = Math.max(0, at - now_ms - nearest);
  tries = late > LATE_MS ? tries + 1 : 0;
  nearest = tries > LATE_TRIES ? at - now_ms : Math.min(nearest, at - now_ms);
  return late;
}
const two = (n) => String(n).padStart(2, "0");
const clockText = (s) => `${two(Math.floor(s / 60))}:${two(s % 60)}`;
const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

function spokenLength(seconds) {
  const m = Math.floor(seconds / 60);
  const s = seconds % 60;
  return [m && count(m, "minute"), (s || !m) && count(s, "second")].filter(Boolean).join(" ");
}
function spokenState(late = 0) {
  const { phase, status, total_ms } = shown.state;
  const total = Math.ceil(total_ms / 1000);
  const length = spokenLength(total - shown.seconds <= late ? total : shown.seconds);
  const lengths = { paused: `paused at ${length}`, idle: `${length}, not started`, running: `${length} left` };
  return `${WORDS[phase]}, ${lengths[status]}`;
}
function note() {
  const { phase, status, round, rounds, done, by } = shown.state;
  const ago = by?.at_ms ? Math.floor((shown.minute - by.at_ms) / 60000) : 0;
  if (status === "paused" && by?.name) {
    return `${by.name} paused the ${WORDS[phase].toLowerCase()}, ${ago < 1 ? "just now" : `${ago} min ago`}`;
  }
  if (rounds && phase === "long" && done >= rounds) return `All ${NUMBERS[rounds] ?? rounds} rounds done`;
  const parts = rounds ? [`Round ${round} of ${rounds}`] : [];
  if (status === "running") parts.push(`${parts.length ? "ends" : "Ends"} at ${time.format(Date.now() + leftMs())}`);
  if (status === "idle") parts.push(`${parts.length ? "not" : "Not"} started yet`);
  const verb = { started: "Started", resumed: "Resumed", skipped: "Skipped", reset: "Reset" }[by?.verb];
  return parts.join(", ") + (verb && by.name && status === "running" ? `. ${verb} by ${by.name}` : "");
}

function ring(box, radius, { big = false } = {}) {
  const { total_ms } = shown.state;
  const share = total_ms ? Math.min(1, (shown.seconds * 1000) / total_ms) : 1;
  const around = 2 * Math.PI * radius;
  const turn = -90 + 360 * (1 - share);
  const angle = (turn * Math.PI) / 180;
  const c = box / 2;
  const circle = (name, r, more) => h("circle", { class: name, cx: c, cy: c, r, ...more });
  const parts = [circle("track", radius)];
  if (big) {
    const minute = (2 * Math.PI * 146) / Math.max(1, total_ms / 60000);
    parts.push(
      circle("minutes", 146, {
        "stroke-dasharray": `1.2 ${(minute - 1.2).toFixed(3)}`,
        "stroke-dashoffset": 0.6,
        transform: `rotate(-90 ${c} ${c})`,
      }),
    );
  }
  if (share > 0) {
    parts.push(
      circle("arc", radius, {
        "stroke-dasharray": `${(share * around).toFixed(2)} ${around.toFixed(2)}`,
        transform: `rotate(${turn.toFixed(2)} ${c} ${c})`,
      }),
    );
  }
  if (big) {
    parts.push(
      h("circle", {
        class: "bead",
        cx: (c + radius * Math.cos(angle)).toFixed(2),
        cy: (c + radius * Math.sin(angle)).toFixed(2),
        r: 10,
      }),
    );
  }
  return h("svg", { class: "ring", viewBox: `0 0 ${box} ${box}`, "aria-hidden": "true" }, parts);
}
const digits = () =>
  h("div", { class: "digits" }, [two(Math.floor(shown.seconds / 60)), h("i", ":"), two(shown.seconds % 60)]);
function phaseWord(className, size) {
  const { phase, status } = shown.state;
  const paused = status === "paused";
  return h("span", { class: [className, paused ? "quiet" : "accent"] }, [
    studyroom.icon(paused ? "pause" : ICONS[phase], size),
    paused ? "Paused" : WORDS[phase],
  ]);
}
function dots() {
  const { round, rounds, done, phase, status } = shown.state;
  if (!rounds) return null;
  const now = phase === "focus" && status !== "idle" ? done : -1;
  const look = (i) => (i < done ? "dot--done" : i === now ? "dot--now" : "");
  const all = Array.from({ length: rounds }, (_, i) => h("i", { class: ["dot", look(i)] }));
  return h("div", { class: "dots", role: "img", "aria-label": `Round ${round} of ${rounds}` }, all);
}

// Each returns a tag, a class and the children.
const VARIANTS = {
  ring() {
    const face = h("div", { class: "timer__face" }, [phaseWord("timer__phase"), digits(), dots()]);
    return ["div", "timer", [ring(348, 160, { big: true }), face]];
  },
  mini() {
    const words = h("span", [phaseWord("minitimer__phase small strong", "icon--s"), dots()]);
    return ["div", "minitimer", [h("span", { class: "ring-s" }, [ring(36, 15)]), digits(), words]];
  },
  line() {
    const { phase } = shown.state;
    const sign = h("span", { class: "ring-s" }, [ring(56, 25), studyroom.icon(ICONS[phase], "icon--s")]);
    const words = h("div", { class: "num" }, [h("span", { class: "strong accent" }, WORDS[phase]), `, ${lineText()}`]);
    return ["div", "inside", [sign, h("div", [words])]];
  },
  note: () => ["p", "small quiet num", [note()]],
};
function lineText() {
  const text = clockText(shown.seconds);
  return { running: `${text} left`, paused: `paused at ${text}`, idle: "not started yet" }[shown.state.status];
}

export default {
  props: { state: Object, variant: String, primary: Boolean },
  emits: ["resync"],
  created() {
    if (!this.primary || !this.state) return;
    // a state in the page's HTML was true when the server began to answer, not when the scripts had loaded
    const [page] = window.socket ? [] : performance.getEntriesByType("navigation");
    this.set(this.state, page?.responseStart || window.performance.now());
  },
  mounted() {
    if (!this.primary) return;
    this.stop = new AbortController();
    const listen = (target, name, listener) => target.addEventListener(name, listener, { signal: this.stop.signal });
    listen(document, "visibilitychange", () => {
      this.watchHidden();
      if (!document.hidden) this.ask();
    });
    listen(window, "studyroom:reconnect", () => this.ask());
    listen(window, "studyroom:unread", () => this.paint());
    listen(window, "studyroom:say-time", () => studyroom.say(spokenState()));
    this.watchHidden();
  },
  beforeUnmount() {
    this.stop?.abort();
    this.worker?.terminate();
    for (const due of [this.timer, this.waiting, this.later]) clearTimeout(due);
  },
  render() {
    if (!shown.state) return h("span");
    const [tag, className, children] = VARIANTS[this.variant]();
    const timer = ["ring", "mini"].includes(this.variant);
    if (!timer) return h(tag, { class: className }, children);
    const tabindex = this.variant === "ring" ? 0 : null;
    const spoken = { role: "timer", "aria-label": shown.label, "aria-live": "off" };
    return h(tag, { class: className, ...spoken, tabindex, onFocus: relabel }, children);
  },
  methods: {
    set(state, at = window.performance.now()) {
      const before = shown.state;
      const late = lateMs(state, at);
      if (late > STALE_BELL_MS) state = { ...state, bell: null };
      stamp = at;
      this.drift = window.Date.now() - window.performance.now();
      this.waiting = clearTimeout(this.waiting);
      if (late > LATE_MS && tries <= LATE_TRIES) this.ask(0);
      else this.later = clearTimeout(this.later);
      shown.state = state;
      const root = document.documentElement;
      Object.assign(root.dataset, { phase: state.phase, status: state.status });
      document.getElementById("favicon")?.setAttribute("href", `${studyroom.base}/favicon-${state.phase}.svg`);
      this.paint(false);
      relabel();
      window.dispatchEvent(new CustomEvent("studyroom:timer", { detail: state }));
      if (state.bell && root.dataset.flash !== "off") {
        root.classList.add("flash");
        setTimeout(() => root.classList.remove("flash"), 800);
      }
      if (!before) return;
      if (before.phase !== state.phase) {
        window.studyroom.say?.(`${WORDS[before.phase]} is over. ${spokenState(STALE_BELL_MS / 1000)}`);
      } else if (before.status !== state.status) {
        window.studyroom.say?.(spokenState());
      }
    },
    paint(ticked = true) {
      clearTimeout(this.timer);
      const { status, total_ms } = shown.state;
      const left = leftMs();
      const was = shown.seconds;
      const seconds = Math.ceil(left / 1000);
      shown.seconds = seconds;
      shown.minute = shown.state.now_ms ? shown.state.now_ms + window.performance.now() - stamp : Date.now();
      if (Math.abs(labelledAt - seconds) >= LABEL_SECONDS) relabel();
      this.paintTitle();
      if (Math.abs(window.Date.now() - window.performance.now() - this.drift) > DRIFT_MS) this.ask();
      if (status === "running" && left <= 0) return this.askUntilAnswered();
      if (status === "running" && ticked) this.announce(was, seconds, total_ms / 1000);
      const wait = status === "running" ? (left % 1000 || 1000) + 2 : 30000; // "2 min ago" moves even when nothing runs
      this.timer = setTimeout(this.paint, wait);
    },
    announce(was, now, total) {
      for (const mark of [300, 60]) {
        if (was <= mark || now > mark || was - now > 5 || total <= mark) continue;
        window.studyroom.say?.(`${count(mark / 60, "minute")} left`);
        if (mark === 60) window.dispatchEvent(new CustomEvent("studyroom:minute", { detail: shown.state }));
      }
    },
    paintTitle() {
      const { phase, status } = shown.state;
      const text = clockText(shown.seconds);
      const base = { running: `${text} · ${WORDS[phase]}`, paused: `⏸ ${text}`, idle: PAGE_TITLE }[status];
      const unread = document.documentElement.dataset.unread;
      document.title = (unread ? `(${unread}) ` : "") + base;
    },
    ask(patience = 1000) {
      const now = window.performance.now();
      const wait = (this.asked ?? -Infinity) + patience - now;
      if (wait > 0) {
        this.later ??= setTimeout(() => {
          this.later = undefined;
          this.ask();
        }, wait);
        return;
      }
      this.asked = now;
      this.drift = window.Date.now() - now;
      this.$emit("resync");
      window.dispatchEvent(new CustomEvent("studyroom:resync"));
    },
    askUntilAnswered(wait = 300) {
      this.waiting ??= setTimeout(() => {
        this.waiting = null;
        if (window.socket?.connected) this.ask();
        this.askUntilAnswered(2000);
      }, wait);
    },
    watchHidden() {
      // a hidden page's own timers may run only once a minute; a worker's do not, and the tab title must be right
      this.worker?.terminate();
      this.worker = null;
      if (!document.hidden) return;
      this.worker = new Worker(URL.createObjectURL(new Blob(["setInterval(() => postMessage(0), 1000)"])));
      this.worker.onmessage = () => this.paint();
    },
  },
};

function relabel() {
  labelledAt = shown.seconds;
  shown.label = spokenState();
}
