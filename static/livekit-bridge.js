// LiveKit in the browser: owns the call, its tracks, and every element that plays sound or video.
// Python says what is wanted and learns of changes; what changes many times a second stays here.
const TYPES = { mic: "audioinput", camera: "videoinput", speaker: "audiooutput" };
const NAMES = { mic: "Microphone", camera: "Camera", speaker: "Speaker" };
const ENABLE = { mic: "setMicrophoneEnabled", camera: "setCameraEnabled" };
const SCREEN = {
  audio: true,
  systemAudio: "include",
  selfBrowserSurface: "exclude",
  surfaceSwitching: "include",
  contentHint: "detail",
};
const REDRAWN = [
  "participantConnected",
  "participantDisconnected",
  "participantNameChanged",
  "trackPublished",
  "trackUnpublished",
  "trackSubscribed",
  "trackMuted",
  "trackUnmuted",
  "localTrackPublished",
  "localTrackUnpublished",
  "connectionQualityChanged",
];
const KINDS = { microphone: "mic", camera: "camera" }; // by LiveKit's name for the source
const FINAL = { 2: "elsewhere", 4: "removed" }; // by LiveKit's DisconnectReason
const BY_US = 1;
const AGAIN_MS = [0, 300, 700, 1500, 3000, 5000]; // before each attempt to return; the last one repeats
const RESUME_MS = 400; // between LiveKit's own first attempts
const TICKET_MS = 10000; // for Python's answer
const KEPT = "studyroom:media";
const KEPT_MS = 60000; // a reload within this time brings back microphone and camera
const HOLD_MS = 500; // a key held this long talks only while it is held
const SILENT_MS = 5000; // no real microphone is silent for this long
// From a quiet room to someone speaking.
const SCALE = { smoothingTimeConstant: 0.3, minDecibels: -90, maxDecibels: -30 };
const LEVEL_MS = 100;
const GAP = 12;
const PER_PAGE = 9;
const PER_STRIP = 6;

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
const tool = (name, title, onclick) => {
  const look = { className: "btn btn--small", innerHTML: svg(name) };
  return make("button", { type: "button", ...look, title, ariaLabel: title, onclick });
};

let loading = null;
function load(address) {
  return (loading ??= new Promise((done, failed) => {
    const onload = () => done(window.LivekitClient);
    const onerror = () => {
      loading = null;
      failed(trouble("unreachable"));
    };
    document.head.append(make("script", { src: address, onload, onerror }));
  }));
}

// Why a device did not open, as a key of Python's table of help. Browsers only partly agree on the names.
function reason(error, kind) {
  if (typeof error?.code === "string") return error.code;
  if (!navigator.mediaDevices?.getUserMedia) return "insecure";
  const words = `${error?.name} ${error?.message}`;
  if (/NotAllowed|PermissionDenied|Security/.test(words)) {
    return /system/i.test(words) ? "system" : kind === "screen" ? "cancelled" : "refused";
  }
  if (/NotReadable|TrackStart|Abort|in use/i.test(words)) return "busy";
  if (/NotFound|DevicesNotFound|Overconstrained/.test(words)) return "missing";
  return "failed";
}

// Why a call was not joined.
function refusal(error) {
  if (typeof error?.code === "string") return error.code;
  const busy = store.get("health") === "ready" ? "full" : "starting";
  return { 403: "removed", 429: "full", 503: busy }[error?.status] ?? "unreachable";
}

// ---- devices: opened in the preview or in the call, the same tracks in both ----

const opened = { mic: null, camera: null }; // before sitting down

async function open(kind, lk) {
  if (!navigator.mediaDevices?.getUserMedia) throw trouble("insecure");
  const create = kind === "mic" ? lk.createLocalAudioTrack : lk.createLocalVideoTrack;
  return remembered(kind, (wish) => create(wish));
}
// The chosen device, or any other if it has been unplugged.
async function remembered(kind, use) {
  const id = prefs.get(kind);
  const wish =
    kind === "mic"
      ? { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
      : { resolution: { width: 1280, height: 720 } };
  try {
    return await use(id ? { ...wish, deviceId: { exact: id } } : wish);
  } catch (error) {
    if (!id || reason(error, kind) !== "missing") throw error;
    return use(wish);
  }
}
function stopOpened() {
  for (const kind of Object.keys(opened)) {
    opened[kind]?.stop();
    opened[kind] = null;
  }
}

async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const named = (kind) =>
    all
      .filter(({ kind: type, deviceId }) => type === TYPES[kind] && deviceId)
      .map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `${NAMES[kind]} ${i + 1}` }));
  store.set({ devices: { mic: named("mic"), camera: named("camera"), speaker: named("speaker") } });
}
navigator.mediaDevices?.addEventListener?.("devicechange", listDevices);

// ---- what a reload brings back, in the same tab only: a duplicated tab has another id ----

const tab = () => sessionStorage.__nicegui_tab_id;
const keep = (room, { mic, camera }) =>
  sessionStorage.setItem(KEPT, JSON.stringify({ room, mic, camera, tab: tab(), at: Date.now() }));
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
    this.listen(document, "change", ({ target }) => {
      if (target.dataset?.device) this.choose(target.dataset.device, target.value);
    });
    this.forget = prefs.subscribe(() => this.draw());
    Object.assign(this, { call: null, want: {}, gone: false });
    Object.assign(this, { tiles: new Map(), hidden: new Set(), page: 0, pinned: null });
    store.set({ health: this.health, line: this.line });
    listDevices();
    if (this.stage) this.arrive();
    else this.reflect();
  },
  beforeUnmount() {
    this.gone = true;
    this.stop.abort();
    this.forget();
    clearInterval(this.levels);
    this.sizes?.disconnect();
    this.call?.disconnect();
    if (this.stage) {
      delete document.documentElement.dataset.stage;
      sessionStorage.removeItem(KEPT);
    } else {
      setTimeout(stopOpened, 3000); // unless the room has taken them over by then
    }
    store.set({ mic: "off", camera: "off", screen: "off", notice: "", call: "idle", speaking: [] });
  },

  methods: {
    listen(target, name, heard, capture = false) {
      target.addEventListener(name, heard, { signal: this.stop.signal, capture });
    },
    tell(type, more = {}) {
      this.$emit("lk", { type, ...more });
    },

    // -- calls from Python --
    status(health, line) {
      store.set({ health, line, notice: store.get("notice") === "starting" ? "" : store.get("notice") });
      if (health !== "ready" && this.call) this.rescue();
      if (this.due) this.enter();
    },
    // LiveKit itself is gone, and its state with it: join again as soon as it is back, with the same tracks.
    rescue() {
      const { call } = this;
      for (const [source, kind] of Object.entries(KINDS)) {
        if (this.want[kind]) opened[kind] = call.localParticipant.getTrackPublication(source)?.track;
      }
      Object.assign(this, { call: null, due: true });
      store.set({ call: "reconnecting" });
      call.disconnect(false);
    },
    given(ticket) {
      this.asked?.done(ticket);
    },
    refused(code) {
      this.asked?.failed(trouble(code));
    },
    // Joins the call as soon as there is one.
    enter() {
      this.due = true;
      if (store.get("health") !== "ready") return;
      const fail = (error) => this.fail(error);
      this.join().then(this.restore).catch(fail);
    },
    setLayout(layout, pinned) {
      this.pinned = pinned;
      prefs.set("layout", layout);
    },

    // -- what a person presses --
    pressed(what) {
      if (what in NAMES || what === "screen") this.toggle(what);
      if (what === "hear") this.call?.startAudio().catch(() => {}); // the browser may refuse: the notice stays
      if (what === "again" || what === "here") this.enter();
      if (what === "dismiss") store.set({ notice: "" });
    },
    async toggle(kind, on = store.get(kind) !== "on") {
      if (store.get(kind) === "opening" && !on) this.want[kind] = false;
      if (store.get(kind) === "opening" || (!on && store.get(kind) === "off")) return;
      const turn = (wish) => (this.stage ? this.enable(kind, wish) : this.preview(kind, wish));
      store.set({ [kind]: "opening", notice: "" });
      this.want[kind] = on;
      try {
        await turn(on);
        if (on && !this.want[kind]) await turn(false); // while it opened, a key was released or Python muted it
        if (on) listDevices(); // browsers reveal the names only now
      } catch (error) {
        this.want[kind] = false;
        this.fail(error, kind);
      }
      this.reflect(kind);
    },
    async enable(kind, on) {
      if (kind === "screen" && !navigator.mediaDevices?.getDisplayMedia) {
        throw trouble(window.isSecureContext ? "noscreen" : "insecure");
      }
      if (kind !== "screen" && !navigator.mediaDevices) throw trouble("insecure");
      await this.join();
      const me = this.call.localParticipant;
      if (kind === "screen") await me.setScreenShareEnabled(on, SCREEN);
      else await (on ? remembered(kind, (wish) => me[ENABLE[kind]](true, wish)) : me[ENABLE[kind]](false));
    },
    async preview(kind, on) {
      opened[kind]?.stop();
      opened[kind] = on ? await open(kind, await load(this.client)) : null;
      if (kind === "camera") this.$el.replaceChildren(...(on ? [opened.camera.attach()] : []));
    },
    async choose(kind, id) {
      prefs.set(kind, id);
      if (kind !== "speaker" && store.get(kind) !== "on") return;
      const changed = this.stage ? this.call?.switchActiveDevice(TYPES[kind], id) : opened[kind]?.setDeviceId(id);
      await changed?.catch((error) => this.fail(error, kind));
    },
    // Sees a key before its shortcut clicks the button.
    held({ type, key, repeat }) {
      if (repeat || (type !== "blur" && key.toLowerCase() !== "m")) return;
      if (type === "keydown") {
        this.key = { at: performance.now(), muted: store.get("mic") === "off" };
        return;
      }
      if (this.key?.muted && performance.now() - this.key.at > HOLD_MS) this.toggle("mic", false);
      this.key = null;
    },
    fail(error, kind = "") {
      const code = reason(error, kind);
      if (code === "cancelled" || this.gone) return;
      store.set({ notice: code, kind });
      this.tell("trouble", { code, kind });
    },
    reflect(decided) {
      const me = this.call?.localParticipant;
      const [mic, camera] = this.stage ? [me?.isMicrophoneEnabled, me?.isCameraEnabled] : [opened.mic, opened.camera];
      const now = { mic: word(mic), camera: word(camera), screen: word(me?.isScreenShareEnabled) };
      for (const kind of Object.keys(now)) {
        if (kind !== decided && store.get(kind) === "opening") now[kind] = "opening"; // until it has opened or failed
      }
      const changed = Object.keys(now).some((kind) => now[kind] !== store.get(kind));
      store.set(now);
      if (changed && this.stage) this.tell("local", now);
      this.measure();
      this.draw();
    },
    // Without sound to show, nothing wakes an idle page ten times a second.
    measure() {
      const sounds = Boolean(this.call || opened.mic) && !this.gone;
      if (sounds === Boolean(this.levels)) return;
      this.levels = sounds ? setInterval(this.paintLevels, LEVEL_MS) : clearInterval(this.levels);
      this.paintLevels();
    },

    // -- the call --
    arrive() {
      for (const name of ["keydown", "keyup", "blur"]) this.listen(window, name, this.held, name !== "blur");
      this.listen(window, "pagehide", () => {
        keep(this.room, this.want); // before the end of the call clears what is wanted
        this.call?.disconnect();
      });
      (this.sizes = new ResizeObserver(this.fit)).observe(this.$el);
      const back = kept(this.room);
      if (back) Object.assign(this.want, { mic: back.mic, camera: back.camera });
      if (back || this.wanted || opened.mic || opened.camera) this.enter();
    },
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
        await call.connect(new URL(url, location.href.replace(/^http/, "ws")).href, token, {
          autoSubscribe: false,
          ...(own_relays ? {} : { rtcConfig: { iceServers: [] } }),
        });
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
        if (!track) continue;
        opened[kind] = null;
        this.want[kind] = true;
        const source = kind === "mic" ? lk.Track.Source.Microphone : lk.Track.Source.Camera;
        await this.call.localParticipant.publishTrack(track, { source });
      }
    },
    async restore() {
      for (const kind of ["mic", "camera"]) {
        if (this.want[kind] && store.get(kind) === "off") await this.toggle(kind, true);
      }
    },
    watch(call) {
      call.on("localTrackPublished", (publication) => {
        publication.on("ended", () => (publication.lost = publication.track?.mediaStreamTrack));
      });
      call.on("trackMuted", ({ source, track, lost }, person) => {
        const kind = KINDS[source];
        if (person !== call.localParticipant || store.get(kind) !== "on") return; // one's own mute is "opening" here
        this.want[kind] = false; // someone else muted it, or LiveKit found no replacement for a lost device
        if (lost && lost === track.mediaStreamTrack) this.fail(trouble("unplugged"), kind);
      });
      for (const name of REDRAWN) call.on(name, () => this.reflect());
      call.on("trackUnsubscribed", (track) => {
        track.sound?.remove();
        track.detach();
        this.draw();
      });
      call.on("activeSpeakersChanged", this.spoke);
      call.on("audioPlaybackChanged", () => {
        if (call.canPlaybackAudio) store.set({ notice: "" });
        else this.fail(trouble("blocked"));
      });
      call.on("localAudioSilenceDetected", this.silence);
      const stands = (state) => {
        if (this.call !== call) return;
        store.set({ call: state });
        this.tell("state", { state });
      };
      call.on("connectionStateChanged", stands);
      call.on("disconnected", (code) => this.lost(call, code));
      stands("connected");
    },
    // LiveKit listens for a fifth of a second, in which a person may simply be silent.
    async silence({ source, track }) {
      const { analyser, cleanup } = window.LivekitClient.createAudioAnalyser(track);
      const wave = new Float32Array(analyser.fftSize);
      const quiet = () => {
        analyser.getFloatTimeDomainData(wave);
        return store.get("mic") === "on" && wave.every((sample) => sample === 0);
      };
      let left = source === "microphone" ? SILENT_MS / LEVEL_MS : 0;
      while (left > 0 && quiet()) {
        await wait(LEVEL_MS);
        left--;
      }
      cleanup();
      if (source === "microphone" && left === 0) this.fail(trouble("silent"), "mic");
    },
    async lost(call, code) {
      if (this.call !== call) return;
      this.call = null;
      this.spoke([]);
      this.reflect();
      if (this.gone) return;
      if (code in FINAL) {
        this.due = false;
        return this.fail(trouble(FINAL[code]));
      }
      while (code === BY_US && document.hidden && !this.gone) await wait(500); // a phone has frozen the tab
      for (let attempt = 0; !this.gone; attempt++) {
        await wait(AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]);
        const problem = await this.join().then(this.restore, (error) => error);
        if (!problem) return;
        if (problem.code === "removed") return this.fail(problem);
      }
    },

    // -- the tiles --
    draw() {
      if (!this.stage || this.gone || (!this.call && this.due)) return; // on return everything is still in its place
      const quiet = prefs.get("layout") === "audio";
      const people = this.call ? [this.call.localParticipant, ...this.call.remoteParticipants.values()] : [];
      const tiles = people.flatMap((person) => this.tilesOf(person, quiet));
      for (const [key, tile] of this.tiles) {
        if (tiles.includes(tile)) continue;
        tile.track?.detach(tile.video);
        tile.figure.remove();
        this.tiles.delete(key);
      }
      document.documentElement.toggleAttribute("data-stage", !quiet && tiles.some((tile) => tile.live && !tile.away));
      this.place(tiles.filter((tile) => !tile.away));
    },
    tilesOf(person, quiet) {
      const mine = person === this.call.localParticipant;
      const mic = person.getTrackPublication("microphone");
      const camera = person.getTrackPublication("camera");
      const screen = person.getTrackPublication("screen_share");
      for (const one of mine ? [] : person.trackPublications.values()) {
        this.subscribe(one, quiet || (one.source === "camera" && this.hidden.has(person.identity)));
      }
      const tile = (publication, isScreen) => this.paint(this.tile(person, mine, isScreen), { mic, publication });
      return [...(mic || camera ? [tile(camera, false)] : []), ...(screen && !mine ? [tile(screen, true)] : [])];
    },
    subscribe(publication, unseen) {
      const want = publication.kind === "audio" || !unseen;
      if (publication.isDesired !== want) publication.setSubscribed(want);
      if (publication.kind === "audio" && publication.track && !publication.track.sound) {
        publication.track.sound = publication.track.attach();
        document.body.append(publication.track.sound);
      }
    },
    tile(person, mine, screen) {
      const key = screen ? `${person.identity}\nscreen` : person.identity; // no identity contains a line break
      if (this.tiles.has(key)) return Object.assign(this.tiles.get(key), { person });
      const figure = make("figure", {
        className: `tile${mine ? " tile--mine" : ""}${screen ? " tile--screen" : ""}`,
        innerHTML: tileMarkup(screen),
      });
      const [video, seat, label, tools] = figure.children;
      const [muted, level, name, poor] = label.children;
      const pin = () => {
        this.pinned = this.pinned === key ? null : key;
        this.draw();
      };
      const hide = () => this.hide(person, mine);
      tools.append(
        tool("pin", screen ? "Pin this screen" : "Pin this video", pin),
        screen
          ? tool("maximize", "Full screen", () => figure.requestFullscreen?.())
          : tool("eye-off", mine ? "Hide my own video" : "Hide or show this video", hide),
      );
      video.muted = true; // the attribute alone takes effect too late
      this.tiles.set(key, { key, person, figure, video, seat, name, muted, poor, level, screen, mine, track: null });
      return this.tiles.get(key);
    },
    paint(tile, { mic, publication }) {
      const { person, mine } = tile;
      // LiveKit marks a track as unwanted before letting go of it
      const track = (publication?.isDesired !== false && publication?.track) || null;
      const name = person.name || person.identity;
      const sounds = Boolean(mic && !mic.isMuted);
      if (tile.track !== track) {
        tile.track?.detach(tile.video);
        track?.attach(tile.video);
      }
      const live = Boolean(track && !publication.isMuted);
      Object.assign(tile, { track, live, away: mine && prefs.get("hide_self") });
      tile.name.textContent = tile.screen ? `${name}’s screen` : mine ? `${name} (you)` : name;
      tile.seat.textContent = initials(name);
      tile.figure.classList.toggle("tile--off", !tile.live);
      tile.muted.hidden = sounds && !tile.screen;
      tile.level.hidden = !sounds || tile.screen;
      tile.poor.hidden = !["poor", "lost"].includes(person.connectionQuality);
      return tile;
    },
    place(tiles) {
      const shared = prefs.get("layout") === "grid" ? null : tiles.filter((tile) => tile.screen && tile.live).pop();
      const main = tiles.find((tile) => tile.key === this.pinned) ?? shared ?? null;
      const strip = tiles.filter((tile) => tile !== main);
      const per = main ? PER_STRIP : PER_PAGE;
      const pages = Math.max(1, Math.ceil(strip.length / per));
      this.page = Math.min(this.page, pages - 1);
      this.shown = strip.slice(this.page * per, (this.page + 1) * per);
      for (const tile of this.tiles.values()) {
        tile.figure.hidden = tile !== main && !this.shown.includes(tile);
        tile.figure.classList.toggle("tile--main", tile === main);
        if (!tile.figure.isConnected) this.$el.insertBefore(tile.figure, this.pager ?? null);
      }
      this.$el.dataset.layout = main ? "stage" : "grid";
      this.turn(pages);
      this.fit();
    },
    turn(pages) {
      const go = (step) => () => {
        this.page += step;
        this.draw();
      };
      this.pager ??= this.$el.appendChild(
        make(
          "div",
          { className: "stage__pages" },
          tool("chevron-left", "Previous page", go(-1)),
          make("span", { className: "small num" }),
          tool("chevron-right", "Next page", go(1)),
        ),
      );
      const [before, count, after] = this.pager.children;
      this.pager.hidden = pages === 1;
      count.textContent = `${this.page + 1} of ${pages}`;
      before.disabled = this.page === 0;
      after.disabled = this.page === pages - 1;
    },
    // As large as the space allows without scrolling.
    fit() {
      const { clientWidth: width, clientHeight: whole } = this.$el;
      const count = this.shown?.length ?? 0;
      const height = whole - (this.pager?.hidden === false ? this.pager.offsetHeight + GAP : 0);
      let best = { size: 0, columns: 1 };
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const size = Math.min((width - GAP * (columns - 1)) / columns, ((height - GAP * (rows - 1)) / rows) * (16 / 9));
        if (size > best.size) best = { size, columns };
      }
      this.$el.style.cssText = `--tile: ${Math.floor(best.size)}px; --columns: ${best.columns}`;
    },
    hide(person, mine) {
      if (mine) return prefs.set("hide_self", true);
      if (!this.hidden.delete(person.identity)) this.hidden.add(person.identity);
      this.draw();
    },

    // -- who is speaking, and how loud --
    spoke(people) {
      const speaking = people.map((person) => person.identity);
      store.set({ speaking });
      for (const { figure, screen, person } of this.tiles.values()) {
        figure.classList.toggle("tile--speaking", !screen && speaking.includes(person.identity));
      }
    },
    paintLevels() {
      for (const { level, person } of this.tiles.values()) {
        if (!level.hidden) {
          for (const [i, bar] of [...level.children].entries()) bar.style.height = `${height(person.audioLevel, i)}px`;
        }
      }
      const steps = [...(document.querySelector("[data-meter]")?.children ?? [])];
      if (!steps.length) return;
      const track = this.stage ? this.call?.localParticipant.getTrackPublication("microphone")?.track : opened.mic;
      const sound = track?.mediaStreamTrack; // a different one after a change of microphone
      if (sound !== this.measured?.sound) {
        this.measured?.cleanup();
        this.measured = sound ? { sound, ...window.LivekitClient.createAudioAnalyser(track, SCALE) } : null;
      }
      const loud = this.measured && !track.isMuted ? Math.min(1, this.measured.calculateVolume() * 2) : 0;
      for (const [i, step] of steps.entries()) step.classList.toggle("on", i < loud * steps.length);
    },
  },
};

function tileMarkup(screen) {
  const sign = (name, more) => `<span class="tile__sign" ${more}>${svg(name)}</span>`;
  const level = '<span class="level" aria-hidden="true"><i></i><i></i><i></i></span>';
  return `<video autoplay playsinline muted></video><span class="seat" aria-hidden="true"></span>
    <figcaption class="tile__label">
      ${sign(screen ? "monitor-up" : "mic-off", "")}${level}<span></span>
      ${sign("signal-low", 'title="Poor connection"')}</figcaption><div class="tile__tools"></div>`;
}
function options(lk) {
  return {
    adaptiveStream: true,
    dynacast: true,
    disconnectOnPageLeave: false,
    reconnectPolicy: {
      nextRetryDelayInMs: ({ elapsedMs }) => (elapsedMs < 30000 ? RESUME_MS : elapsedMs < 120000 ? 5000 : null),
    },
    audioOutput: { deviceId: prefs.get("speaker") || "default" },
    publishDefaults: {
      simulcast: true,
      videoSimulcastLayers: [lk.VideoPresets.h180, lk.VideoPresets.h360],
      audioPreset: lk.AudioPresets.speech,
      screenShareEncoding: lk.ScreenSharePresets.h1080fps15.encoding,
    },
  };
}
function initials(name) {
  const [first, ...more] = name
    .split(/\s+/)
    .map((part) => [...part.replace(/^\(+/, "")][0])
    .filter((letter) => letter && letter !== ")");
  return [first, ...more.slice(-1)].join("").toUpperCase();
}
function height(level, bar) {
  const shown = calm.matches ? Math.ceil(level * 3) / 3 : level; // three steps for people who prefer reduced motion
  return 3 + Math.round(9 * Math.min(1, shown * [1.6, 2.4, 1.9][bar]));
}
