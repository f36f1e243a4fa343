// LiveKit in the browser: owns the call, its tracks, and every element that sounds or shows a picture.
// Python says what is wanted and hears of changes; what changes many times a second stays here.
const TYPES = { mic: "audioinput", camera: "videoinput", speaker: "audiooutput" };
const NAMES = { mic: "Microphone", camera: "Camera", speaker: "Speaker" };
const ENABLE = { mic: "setMicrophoneEnabled", camera: "setCameraEnabled" };
const SCREEN = { audio: true, systemAudio: "include", selfBrowserSurface: "exclude", surfaceSwitching: "include", contentHint: "detail" };
const REDRAWN = ["participantConnected", "participantDisconnected", "participantNameChanged", "trackPublished", "trackUnpublished",
  "trackSubscribed", "trackMuted", "trackUnmuted", "localTrackPublished", "localTrackUnpublished", "connectionQualityChanged"];
const ELSEWHERE = 2, REMOVED = 4, BY_US = 1; // LiveKit's DisconnectReason
const AGAIN_MS = [0, 300, 700, 1500, 3000, 5000]; // before each attempt to come back; the last one goes on
const RESUME_MS = 400; // between LiveKit's own attempts, in the first half minute
const TICKET_MS = 10000;
const KEPT_MS = 60000; // a reload within it brings back microphone and camera
const HOLD_MS = 500; // a key that is held so long lets one talk only while it is held
const LEVEL_MS = 100;
const GAP = 12;
const PER_PAGE = 9, PER_STRIP = 6;
const KEPT = "studyroom:media";

const { media: store, prefs } = studyroom;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const trouble = (code) => Object.assign(new Error(code), { code });
const word = (on) => (on ? "on" : "off");
const svg = (name) => `<svg class="icon icon--s" aria-hidden="true"><use href="${studyroom.icons}#${name}"/></svg>`;
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const tool = (name, title, press) => make("button", { type: "button", className: "btn btn--small", title, ariaLabel: title, innerHTML: svg(name), onclick: press });

let loading = null;
function load(address) {
  return (loading ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = () => done(window.LivekitClient);
    script.onerror = () => ((loading = null), script.remove(), failed(trouble("unreachable")));
    document.head.append(script);
  }));
}

// Why a device did not open, in one word of Python's table of help. Browsers agree on the names only in part.
function reason(error, kind) {
  if (typeof error?.code === "string") return error.code;
  if (!navigator.mediaDevices?.getUserMedia) return "insecure";
  const words = `${error?.name} ${error?.message}`;
  if (/NotAllowed|PermissionDenied|Security/.test(words)) {
    if (/system/i.test(words)) return "system";
    return kind === "screen" ? "cancelled" : "refused";
  }
  if (/NotReadable|TrackStart|Abort|in use/i.test(words)) return "busy";
  if (/NotFound|DevicesNotFound|Overconstrained/.test(words)) return "missing";
  return "failed";
}

// Why a call was not joined.
function refusal(error) {
  if (typeof error?.code === "string") return error.code;
  const full = store.get("health") === "ready" ? "full" : "starting";
  return { 401: "unreachable", 403: "removed", 429: "full", 503: full }[error?.status] ?? "unreachable";
}

// ---- devices: opened in the preview or in the call, the same tracks in both ----

const opened = { mic: null, camera: null }; // before sitting down

async function open(kind, lk) {
  if (!navigator.mediaDevices?.getUserMedia) throw trouble("insecure");
  const create = kind === "mic" ? lk.createLocalAudioTrack : lk.createLocalVideoTrack;
  return remembered(kind, (device) => create({ ...defaults(kind, lk), ...device }));
}
async function remembered(kind, use) {
  const id = prefs.get(kind);
  try {
    return await use(id ? { deviceId: { exact: id } } : {});
  } catch (error) {
    if (!id || reason(error, kind) !== "missing") throw error;
    return use({}); // it was unplugged since
  }
}
const defaults = (kind, lk) => (kind === "mic"
  ? { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  : { resolution: lk.VideoPresets.h720.resolution });

async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const named = {};
  for (const [kind, type] of Object.entries(TYPES)) {
    const some = all.filter((device) => device.kind === type && device.deviceId);
    named[kind] = some.map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `${NAMES[kind]} ${i + 1}` }));
  }
  store.set({ devices: named });
}
navigator.mediaDevices?.addEventListener?.("devicechange", listDevices);

async function testSound() {
  const audio = new AudioContext();
  await audio.setSinkId?.(prefs.get("speaker") || "").catch(() => {}); // a speaker that is gone: the usual one
  for (const [frequency, after] of [[523.25, 0], [659.25, 0.25], [783.99, 0.5]]) {
    const tone = audio.createOscillator(), gain = audio.createGain();
    const at = audio.currentTime + 0.05 + after;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.2, at);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }
  setTimeout(() => audio.close(), 1500);
}

// ---- what a reload brings back, in the same tab alone: a copied tab has another id ----

const tab = () => sessionStorage.__nicegui_tab_id;
function keep(room, { mic, camera }) {
  if (mic || camera) sessionStorage.setItem(KEPT, JSON.stringify({ room, mic, camera, tab: tab(), at: Date.now() }));
  else sessionStorage.removeItem(KEPT);
}
function kept(room) {
  const found = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const same = found?.room === room && found.tab === tab() && Date.now() - found.at < KEPT_MS;
  return reloaded && same ? found : null;
}

export default {
  props: { client: String, health: String, line: String, stage: Boolean, room: String, wanted: Boolean },
  emits: ["lk"],
  template: "<div></div>",

  mounted() {
    this.stop = new AbortController();
    this.listen(document, "click", ({ target }) => this.pressed(target.closest?.("[data-media]")?.dataset.media));
    this.listen(document, "change", ({ target }) => target.dataset?.device && this.choose(target.dataset.device, target.value));
    this.levels = setInterval(this.paintLevels, LEVEL_MS);
    this.forget = prefs.subscribe(() => this.draw());
    this.tiles = new Map(), this.hidden = new Set(), this.speaking = new Set();
    this.page = 0, this.pinned = null, this.call = null, this.gone = false;
    this.want = { mic: false, camera: false };
    store.set({ health: this.health, line: this.line });
    listDevices();
    if (this.stage) this.arrive();
    else this.reflect();
  },
  beforeUnmount() {
    this.gone = true;
    this.stop.abort(), this.forget(), clearInterval(this.levels), this.sizes?.disconnect();
    this.call?.disconnect();
    if (this.stage) delete document.documentElement.dataset.stage, sessionStorage.removeItem(KEPT);
    else setTimeout(stopOpened, 3000); // unless the room has taken them by then
    store.set({ mic: "off", camera: "off", screen: "off", notice: "", call: "idle", speaking: [] });
  },

  methods: {
    listen(target, name, heard) { target.addEventListener(name, heard, { signal: this.stop.signal }); },
    tell(type, more = {}) { this.$emit("lk", { type, ...more }); },

    // -- what Python says --
    status(health, line) {
      store.set({ health, line });
      if (health === "ready" && store.get("notice") === "starting") store.set({ notice: "" });
    },
    given(ticket) { this.asked?.done(ticket); },
    refused(code) { this.asked?.failed(trouble(code)); },
    listenIn() { this.join().catch((error) => this.fail(error)); },
    mute(kind) { this.toggle(kind, false); },
    setLayout(layout, pinned) {
      this.pinned = pinned;
      prefs.set("layout", layout);
    },

    // -- what a person presses --
    pressed(what) {
      if (what === "mic" || what === "camera") this.toggle(what);
      if (what === "screen") this.toggleScreen();
      if (what === "hear") this.call?.startAudio().catch(() => {}); // the browser may go on refusing: the notice stays
      if (what === "test") testSound();
      if (what === "dismiss") store.set({ notice: "" });
    },
    async toggle(kind, on = store.get(kind) !== "on") {
      if (store.get(kind) === "opening" || (!on && store.get(kind) === "off")) return;
      store.set({ [kind]: "opening", notice: "" });
      this.want[kind] = on;
      try {
        if (this.stage) await this.enable(kind, on);
        else await this.preview(kind, on);
        if (on) listDevices(); // browsers tell the names only now
      } catch (error) {
        this.want[kind] = false;
        this.fail(error, kind);
      }
      this.reflect();
    },
    async enable(kind, on) {
      await this.join();
      const me = this.call.localParticipant;
      if (on) await remembered(kind, (device) => me[ENABLE[kind]](true, { ...defaults(kind, window.LivekitClient), ...device }));
      else await me[ENABLE[kind]](false);
    },
    async preview(kind, on) {
      opened[kind]?.stop();
      opened[kind] = null;
      if (on) opened[kind] = await open(kind, await load(this.client));
    },
    async toggleScreen() {
      if (store.get("screen") === "opening") return;
      const on = store.get("screen") !== "on";
      store.set({ screen: "opening", notice: "" });
      try {
        if (!navigator.mediaDevices?.getDisplayMedia) throw trouble(window.isSecureContext ? "noscreen" : "insecure");
        await this.join();
        await this.call.localParticipant.setScreenShareEnabled(on, SCREEN);
      } catch (error) {
        this.fail(error, "screen");
      }
      this.reflect();
    },
    async choose(kind, id) {
      prefs.set(kind, id);
      if (kind === "speaker") return this.call?.switchActiveDevice(TYPES.speaker, id).catch((error) => this.fail(error, kind));
      if (store.get(kind) !== "on") return;
      try {
        if (this.stage) await this.call.switchActiveDevice(TYPES[kind], id);
        else await opened[kind].setDeviceId(id);
      } catch (error) {
        this.fail(error, kind);
      }
      this.reflect();
    },
    held(event) { // the key's press has switched the microphone on by a click already
      if (event.type === "keydown" && event.key.toLowerCase() === "m" && !event.repeat) {
        this.key = { at: performance.now(), muted: store.get("mic") === "off" };
      } else if (this.key && (event.type === "blur" || event.key.toLowerCase() === "m")) {
        if (this.key.muted && performance.now() - this.key.at > HOLD_MS) this.toggle("mic", false);
        this.key = null;
      }
    },
    fail(error, kind = "") {
      const code = this.call || !this.stage || kind ? reason(error, kind) : refusal(error);
      if (code === "cancelled" || this.gone) return;
      if (code === "failed") console.error(error);
      store.set({ notice: code, kind });
      this.tell("trouble", { code, kind });
    },
    reflect() {
      const me = this.call?.localParticipant;
      const now = this.stage
        ? { mic: word(me?.isMicrophoneEnabled), camera: word(me?.isCameraEnabled), screen: word(me?.isScreenShareEnabled) }
        : { mic: word(opened.mic), camera: word(opened.camera), screen: "off" };
      const changed = Object.keys(now).some((kind) => now[kind] !== this.told?.[kind]);
      store.set(now);
      if (changed && this.stage) this.tell("local", now);
      this.told = now;
      this.draw();
    },

    // -- the call --
    arrive() {
      for (const name of ["keydown", "keyup", "blur"]) this.listen(window, name, this.held);
      this.listen(window, "pagehide", () => this.keepNow());
      (this.sizes = new ResizeObserver(this.fit)).observe(this.$el);
      const back = kept(this.room);
      if (back) Object.assign(this.want, { mic: back.mic, camera: back.camera });
      if (back || this.wanted || opened.mic || opened.camera) this.join().then(this.restore).catch((error) => this.fail(error));
    },
    keepNow() { if (this.stage) keep(this.room, this.want); },
    join() {
      if (this.call && this.call.state !== "disconnected") return Promise.resolve();
      return (this.joining ??= this.connect().finally(() => (this.joining = null)));
    },
    async connect() {
      if (store.get("health") !== "ready") throw trouble("starting");
      const lk = await load(this.client);
      const { url, token, own_relays } = await this.ticket();
      const call = new lk.Room(options(lk));
      try {
        await call.connect(new URL(url, location.href.replace(/^http/, "ws")).href, token,
          { autoSubscribe: false, ...(own_relays ? {} : { rtcConfig: { iceServers: [] } }) });
      } catch (error) {
        throw trouble(refusal(error));
      }
      if (this.gone) return call.disconnect();
      this.call = call;
      this.watch(call);
      await this.publishOpened(lk);
      this.reflect();
    },
    ticket() {
      return new Promise((done, failed) => {
        this.asked = { done, failed };
        setTimeout(() => failed(trouble("unreachable")), TICKET_MS);
        this.tell("ticket");
      });
    },
    async publishOpened(lk) {
      for (const kind of ["mic", "camera"]) {
        const track = opened[kind];
        opened[kind] = null;
        if (!track) continue;
        this.want[kind] = true;
        await this.call.localParticipant.publishTrack(track, { source: kind === "mic" ? lk.Track.Source.Microphone : lk.Track.Source.Camera });
      }
    },
    async restore() {
      for (const kind of ["mic", "camera"]) {
        if (this.want[kind] && store.get(kind) === "off") await this.toggle(kind, true);
      }
    },
    watch(call) {
      for (const name of REDRAWN) call.on(name, () => this.reflect());
      call.on("trackUnsubscribed", (track) => { for (const element of track.detach()) if (element.tagName === "AUDIO") element.remove(); this.draw(); });
      call.on("trackMuted", (publication, person) => person === call.localParticipant && this.mutedBy(publication));
      call.on("localTrackUnpublished", (publication) => this.unplugged(call, publication));
      call.on("activeSpeakersChanged", this.spoke);
      call.on("audioPlaybackChanged", () => store.set({ notice: call.canPlaybackAudio ? "" : "blocked" }));
      call.on("localAudioSilenceDetected", () => this.fail(trouble("silent"), "mic"));
      call.on("connectionStateChanged", (state) => { store.set({ call: state }); this.tell("state", { state }); });
      call.on("disconnected", (code) => this.lost(call, code));
      store.set({ call: "connected" });
      this.tell("state", { state: "connected" });
    },
    mutedBy(publication) { // by a host: what I switch myself is on its way
      const kind = { microphone: "mic", camera: "camera" }[publication.source];
      if (kind && store.get(kind) !== "opening") this.want[kind] = false;
    },
    unplugged(call, { source, track }) {
      const kind = { microphone: "mic", camera: "camera" }[source];
      const ended = track?.mediaStreamTrack?.readyState === "ended";
      if (kind && ended && call.state === "connected" && store.get(kind) === "on" && this.want[kind]) {
        this.want[kind] = false;
        this.fail(trouble("unplugged"), kind);
      }
    },
    async lost(call, code) {
      if (this.call === call) this.call = null;
      this.spoke([]);
      this.reflect();
      if (this.gone) return;
      if (code === ELSEWHERE || code === REMOVED) return this.fail(trouble(code === ELSEWHERE ? "elsewhere" : "removed"));
      if (code === BY_US) while (document.hidden && !this.gone) await wait(500); // a phone froze the tab
      for (let attempt = 0; !this.gone; attempt++) {
        await wait(AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]);
        try {
          await this.join();
          return await this.restore();
        } catch (error) {
          if (error.code === "removed") return this.fail(error);
        }
      }
    },

    // -- the pictures --
    draw() {
      if (!this.stage || this.gone) return;
      const quiet = prefs.get("layout") === "audio";
      const tiles = this.call ? this.people().flatMap((person) => this.tilesOf(person, quiet)) : [];
      for (const [key, tile] of this.tiles) if (!tiles.includes(tile)) tile.figure.remove(), this.tiles.delete(key);
      const shown = !quiet && tiles.some((tile) => tile.live && !tile.away);
      document.documentElement.toggleAttribute("data-stage", shown);
      this.place(tiles.filter((tile) => !tile.away));
    },
    people() { return [this.call.localParticipant, ...this.call.remoteParticipants.values()]; },
    tilesOf(person, quiet) {
      const mine = person === this.call.localParticipant;
      const [mic, camera, screen] = ["microphone", "camera", "screen_share"].map((source) => person.getTrackPublication(source));
      if (!mine) for (const publication of person.trackPublications.values()) this.subscribe(publication, quiet || this.hidden.has(`${person.identity} ${publication.source}`));
      const made = [];
      if (mic || camera) made.push(this.paint(this.tile(person.identity, person, "camera"), { person, mine, mic, publication: camera }));
      if (screen && !mine) made.push(this.paint(this.tile(`${person.identity} screen`, person, "screen_share"), { person, mine, mic, publication: screen }));
      return made;
    },
    subscribe(publication, unseen) {
      const want = publication.kind === "audio" || !unseen;
      if (publication.isDesired !== want) publication.setSubscribed(want);
      const { track } = publication;
      if (publication.kind === "audio" && track && !track.attachedElements.length) document.body.append(track.attach());
    },
    tile(key, person, source) {
      if (this.tiles.has(key)) return this.tiles.get(key);
      const mine = person === this.call.localParticipant, screen = source === "screen_share";
      const video = make("video", { autoplay: true, playsInline: true, muted: true });
      const [seat, name] = [make("span", { className: "seat", ariaHidden: "true" }), make("span")];
      const muted = make("span", { className: "tile__sign", innerHTML: svg(screen ? "monitor-up" : "mic-off") });
      const poor = make("span", { className: "tile__sign", title: "Poor connection", innerHTML: svg("signal-low"), hidden: true });
      const level = make("span", { className: "level", ariaHidden: "true", innerHTML: "<i></i><i></i><i></i>" });
      const tools = make("div", { className: "tile__tools" });
      const figure = make("figure", { className: `tile${mine ? " tile--mine" : ""}${screen ? " tile--screen" : ""}` },
        video, seat, make("figcaption", { className: "tile__label" }, muted, level, name, poor), tools);
      tools.append(tool("pin", screen ? "Pin this screen" : "Pin this picture", () => this.pin(key)));
      if (screen) tools.append(tool("maximize", "Full screen", () => figure.requestFullscreen?.()));
      else tools.append(tool("eye-off", mine ? "Hide my own picture" : "Hide this picture", () => this.hide(person, mine)));
      const tile = { key, figure, video, seat, name, muted, poor, level, screen, mine, track: null };
      this.tiles.set(key, tile);
      return tile;
    },
    paint(tile, { person, mine, mic, publication }) {
      const track = publication?.track ?? null;
      if (tile.track !== track) {
        tile.track?.detach(tile.video);
        track?.attach(tile.video);
        tile.track = track;
      }
      const name = person.name || person.identity;
      const sounds = Boolean(mic && !mic.isMuted);
      Object.assign(tile, { person, live: Boolean(track && !publication.isMuted), away: mine && prefs.get("hide_self") });
      tile.name.textContent = tile.screen ? `${name} shows a screen` : mine ? `${name} (you)` : name;
      tile.seat.textContent = initials(name);
      tile.figure.classList.toggle("tile--off", !tile.live);
      tile.muted.hidden = sounds && !tile.screen;
      tile.level.hidden = !sounds || tile.screen;
      tile.poor.hidden = !["poor", "lost"].includes(person.connectionQuality);
      return tile;
    },
    place(tiles) {
      const main = this.mainOf(tiles);
      const strip = tiles.filter((tile) => tile !== main);
      const per = main ? PER_STRIP : PER_PAGE;
      const pages = Math.max(1, Math.ceil(strip.length / per));
      this.page = Math.min(this.page, pages - 1);
      this.shown = strip.slice(this.page * per, (this.page + 1) * per);
      for (const tile of this.tiles.values()) tile.figure.hidden = tile !== main && !this.shown.includes(tile);
      for (const { figure } of tiles) if (!figure.isConnected) this.$el.insertBefore(figure, this.pager ?? null);
      for (const tile of tiles) tile.figure.classList.toggle("tile--main", tile === main);
      this.$el.dataset.layout = main ? "stage" : "grid";
      this.turn(pages);
      this.fit();
    },
    mainOf(tiles) {
      const pinned = tiles.find((tile) => tile.key === this.pinned);
      return pinned ?? (prefs.get("layout") === "grid" ? null : tiles.findLast((tile) => tile.screen && tile.live) ?? null);
    },
    turn(pages) {
      const go = (step) => () => ((this.page += step), this.draw());
      this.pager ??= this.$el.appendChild(make("div", { className: "stage__pages" }, tool("chevron-left", "Pictures before", go(-1)),
        make("span", { className: "small num" }), tool("chevron-right", "More pictures", go(1))));
      const [before, count, after] = this.pager.children;
      this.pager.hidden = pages === 1;
      count.textContent = `${this.page + 1} of ${pages}`;
      before.disabled = this.page === 0;
      after.disabled = this.page === pages - 1;
    },
    fit() { // as large as the place allows, without anything that scrolls
      const { clientWidth: width, clientHeight: height } = this.$el;
      const count = this.shown?.length ?? 0;
      let best = { size: 0, columns: 1 };
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const size = Math.min((width - GAP * (columns - 1)) / columns, ((height - GAP * (rows - 1)) / rows) * (16 / 9));
        if (size > best.size) best = { size, columns };
      }
      this.$el.style.setProperty("--tile", `${Math.floor(best.size)}px`);
      this.$el.style.setProperty("--columns", best.columns);
    },
    pin(key) {
      this.pinned = this.pinned === key ? null : key;
      this.draw();
    },
    hide(person, mine) {
      if (mine) return prefs.set("hide_self", true);
      const key = `${person.identity} camera`;
      if (!this.hidden.delete(key)) this.hidden.add(key);
      this.draw();
    },

    // -- who speaks, how loud --
    spoke(people) {
      this.speaking = new Set(people.map((person) => person.identity));
      store.set({ speaking: [...this.speaking] });
      for (const tile of this.tiles.values()) tile.figure.classList.toggle("tile--speaking", !tile.screen && this.speaking.has(tile.person?.identity));
    },
    paintLevels() {
      for (const { level, person } of this.tiles.values()) {
        if (!level.hidden) for (const [i, bar] of [...level.children].entries()) bar.style.height = `${height(person.audioLevel, i)}px`;
      }
      const meter = document.querySelector("[data-meter]");
      if (meter) this.paintMeter([...meter.children]);
    },
    paintMeter(steps) {
      const track = this.stage ? this.call?.localParticipant.getTrackPublication("microphone")?.track : opened.mic;
      if (track !== this.measured?.track) {
        this.measured?.cleanup();
        this.measured = track ? { track, ...window.LivekitClient.createAudioAnalyser(track) } : null;
      }
      const loud = this.measured && !track.isMuted ? Math.min(1, this.measured.calculateVolume() * 2) : 0;
      for (const [i, step] of steps.entries()) step.classList.toggle("on", i < loud * steps.length);
    },
  },
};

function options(lk) {
  return {
    adaptiveStream: true,
    dynacast: true,
    reconnectPolicy: { nextRetryDelayInMs: ({ elapsedMs }) => (elapsedMs < 30000 ? RESUME_MS : elapsedMs < 120000 ? 5000 : null) },
    audioOutput: { deviceId: prefs.get("speaker") || "default" },
    publishDefaults: { simulcast: true, videoSimulcastLayers: [lk.VideoPresets.h180, lk.VideoPresets.h360], audioPreset: lk.AudioPresets.speech,
      screenShareEncoding: lk.ScreenSharePresets.h1080fps15.encoding },
  };
}
function stopOpened() {
  for (const kind of Object.keys(opened)) opened[kind]?.stop(), (opened[kind] = null);
}
function initials(name) {
  const letters = name.split(/\s+/).map((part) => [...part.replace(/^\(+/, "")][0] ?? "").filter((letter) => letter && letter !== ")");
  return [letters[0], ...letters.slice(1).slice(-1)].join("").toUpperCase();
}
function height(level, bar) { // three steps for who wants nothing to move
  const loud = calm.matches ? Math.ceil(level * 3) / 3 : level;
  return 3 + Math.round(9 * Math.min(1, loud * [1.6, 2.4, 1.9][bar]));
}
