// Keyed rows drawn by one compiled template and patched row by row, so that the server keeps one element for them all.
import { h, markRaw, reactive, shallowReactive } from "vue";

const NEAR = 40; // pixels from the bottom that still count as "at the bottom"
const DAY = 86400000;
const clock = reactive({ now: performance.now() }); // rows that show a time left depend on it
const compiled = new Map();
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
setInterval(() => (clock.now = performance.now()), 1000);
const prefs = reactive({ ...studyroom.prefs.all() });
studyroom.prefs.subscribe((values) => Object.assign(prefs, values));
const media = reactive({ ...studyroom.media.all() });
studyroom.media.subscribe((values) => Object.assign(media, values));

// <icon name="pin" small/>: `small` and `large` have no value.
const icon = ({ name, small, large }) => studyroom.icon(name, small === "" ? "icon--s" : large === "" ? "icon--l" : "");
icon.props = ["name", "small", "large"];

// Text with safe links and `code`, made of text nodes only, never HTML.
const rich = {
  props: { text: String },
  render() {
    const parts = (this.text ?? "").split(/(`[^`\n]+`|https?:\/\/[^\s<>"`]*[^\s<>"`.,;:!?)\]'])/);
    return h(
      "p",
      parts.map((part, i) => {
        if (i % 2 === 0) return part;
        if (part[0] === "`") return h("code", part.slice(1, -1));
        return h("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part);
      }),
    );
  },
};

const compare = (a, b) =>
  Array.isArray(a) ? a.reduce((order, one, i) => order || compare(one, b[i]), 0) : (a > b) - (a < b);
const midnight = (ms) => new Date(ms).setHours(0, 0, 0, 0);

function rowComponent(template) {
  if (!compiled.has(template)) {
    compiled.set(
      template,
      markRaw({
        props: ["row", "prev", "list"],
        template,
        components: { icon, rich },
        computed: {
          media: () => media,
          newday: ({ prev, row }) => !prev || midnight(prev.at) !== midnight(row.at),
        },
        methods: {
          act(...args) {
            this.list.act(this.row, ...args);
          },
          // A field in place: Enter or leaving it saves a change, Esc keeps the old text.
          edited(event, name) {
            const { type, key, target } = event;
            if (type === "input") return (target.left = false);
            const esc = key === "Escape";
            if (type === "blur" ? target.left : !esc && (key !== "Enter" || event.isComposing)) return;
            if (esc) event.stopPropagation();
            target.left = true;
            if (esc || target.value === target.defaultValue) this.act("close");
            else this.act(name, target.value);
          },
          formValues: ({ elements }) =>
            Object.fromEntries(
              [...elements]
                .filter((field) => field.name && (field.type !== "radio" || field.checked))
                .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]),
            ),
          ownAddress: (address) => (/^\/(?![/\\])[^\t\n\r]*$/.test(address) ? address : null),
          isMe(seat) {
            return seat === this.list.me;
          },
          hhmm: (ms) => time.format(ms),
          day(ms) {
            const days = Math.round((midnight(Date.now()) - midnight(ms)) / DAY);
            return ["Today", "Yesterday"][days] ?? date.format(ms);
          },
          ago(row) {
            const minutes = Math.floor((row.age_ms + passed(row)) / 60000);
            return minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
          },
          left(row) {
            const s = Math.ceil(remaining(row) / 1000);
            return [Math.floor(s / 60), s % 60].map((n) => String(n).padStart(2, "0")).join(":");
          },
          dash(row, radius = 19) {
            const share = row.total_ms ? Math.min(1, remaining(row) / row.total_ms) : 1;
            const around = 2 * Math.PI * radius;
            return {
              dasharray: `${(share * around).toFixed(2)} ${around.toFixed(2)}`,
              turn: (-90 + 360 * (1 - share)).toFixed(2),
            };
          },
          can: (what) => studyroom.can[what],
          pref: (name, value) => (value === undefined ? prefs[name] : studyroom.prefs.set(name, value)),
        },
      }),
    );
  }
  return compiled.get(template);
}

const passed = (row) => Math.max(0, clock.now - row.received);
const remaining = (row) => Math.max(0, row.remaining_ms - (row.running ? passed(row) : 0));
// These milliseconds were true when the row arrived, and are counted from then on.
const timed = (row) => "remaining_ms" in row || "age_ms" in row;
const received = (row) => (timed(row) ? { ...row, received: performance.now() } : row);

// Vue does not redraw what it believes unchanged: a tick that the server refused is undone by hand.
function settle(vnode) {
  if (vnode.el && vnode.props && "checked" in vnode.props) vnode.el.checked = vnode.props.checked;
  const children = [vnode.children, vnode.dynamicChildren, vnode.component && [vnode.component.subTree]];
  for (const child of children.filter(Array.isArray).flat()) if (child?.type) settle(child);
}

export default {
  inheritAttrs: false,
  props: {
    row: String,
    rows: String,
    defaults: Object,
    me: String,
    rowKey: String,
    tag: String,
    listClass: String,
    empty: String,
    follow: Boolean,
    reorder: Boolean,
    sort: Boolean,
  },
  emits: ["act", "resync"],
  data() {
    const lost = this.rows === undefined; // rebuilt by the browser, long after its snapshot was sent
    const rows = lost ? [] : this.sorted(JSON.parse(this.rows).map(this.stamped));
    return { items: shallowReactive(rows), unseen: 0, lost };
  },

  render() {
    const { items, listClass } = this;
    const { id, ...attrs } = this.$attrs;
    const Row = rowComponent(this.row);
    const children = items.map((row, i) =>
      h(Row, {
        key: row[this.rowKey],
        "data-key": row[this.rowKey],
        list: this.handle,
        row,
        prev: items[i - 1] ?? null,
      }),
    );
    if (!items.length && this.empty) children.push(h(rowComponent(this.empty), { key: "empty", list: this.handle }));
    const events = this.reorder ? { onPointerdown: this.grab, onKeydown: this.nudge } : {};
    if (!this.follow) return h(this.tag, { ...attrs, ...events, id, class: [listClass, attrs.class] }, children);
    const scroller = { ...events, tabindex: 0, class: listClass, ref: "scroller", onScrollPassive: this.scrolled };
    // a list must not have the role log
    const log = h("div", { ...attrs, class: "follow__log" }, [h(this.tag, scroller, children)]);
    return h("div", { id, class: ["follow", attrs.class] }, [log, this.unseen ? this.jumpButton() : null]);
  },

  created() {
    this.handle = markRaw({
      me: this.me,
      act: (row, name, value) => this.$emit("act", { name, key: row[this.rowKey], value: value ?? null }),
    });
    if (this.lost) this.$emit("resync");
  },
  mounted() {
    this.stop = new AbortController();
    const listen = (target, name, listener) => target.addEventListener(name, listener, { signal: this.stop.signal });
    if (/\b(left|dash|ago)\(/.test(this.row)) {
      for (const name of ["studyroom:resync", "studyroom:reconnect"]) listen(window, name, () => this.$emit("resync"));
    }
    if (!this.follow) return;
    this.stick = true;
    listen(document, "visibilitychange", this.looked);
    (this.observer = new ResizeObserver(() => this.stick && this.toBottom())).observe(this.$refs.scroller);
    this.toBottom();
  },
  beforeUnmount() {
    this.stop.abort();
    this.observer?.disconnect();
    this.drop?.(null);
  },

  methods: {
    // -- calls from the server --
    stamped(row) {
      return markRaw("received" in row ? row : received({ ...this.defaults, ...row }));
    },
    reset(rows) {
      this.change(() => this.items.splice(0, this.items.length, ...rows.map(this.stamped)));
    },
    upsert(row, before = null, atEnd = false) {
      const old = this.find(row[this.rowKey]);
      this.change(() => {
        row = this.stamped(row);
        if (old >= 0 && before === null && !atEnd) return (this.items[old] = row);
        if (old >= 0) this.items.splice(old, 1);
        const place = before === null ? -1 : this.find(before);
        this.items.splice(place < 0 ? this.items.length : place, 0, row);
      });
      if (old < 0) this.arrived(row);
    },
    patch(key, fields) {
      const i = this.find(key);
      if (i >= 0) this.upsert({ ...this.items[i], ...received(fields) });
    },
    remove(key) {
      const i = this.find(key);
      if (i >= 0) this.change(() => this.items.splice(i, 1));
    },
    refused() {
      this.$nextTick(() => settle(this.$.subTree));
    },

    find(key) {
      return this.items.findIndex((row) => row[this.rowKey] === key);
    },
    sorted(rows) {
      return this.sort ? rows.sort((a, b) => compare(a.sort, b.sort)) : rows;
    },
    change(mutate) {
      this.held = null; // the server has answered: what a drag showed meanwhile is settled
      const keep = (this.before ??= { focus: this.focusNow(), scroll: this.scrollNow() });
      mutate();
      this.sorted(this.items);
      this.$nextTick(() => {
        if (this.before !== keep) return;
        this.before = null;
        this.restoreFocus(keep.focus);
        this.restoreScroll(keep.scroll);
      });
    },

    // -- focus stays where it was; if its row is gone, it moves to the neighbour --
    focusNow() {
      const active = document.activeElement;
      const row = this.$el.contains(active) && active.closest("[data-key]");
      return row ? { active, row, next: row.nextElementSibling ?? row.previousElementSibling } : null;
    },
    restoreFocus(focus) {
      if (!focus || (document.activeElement !== document.body && document.activeElement !== focus.active)) return;
      const row = focus.row.isConnected ? focus.row : focus.next;
      const target = focus.active.isConnected ? focus.active : row?.querySelector("button, input, a, [tabindex]");
      if (target !== document.activeElement) target?.focus({ preventScroll: true });
    },

    // -- following the newest row --
    near({ scrollHeight, scrollTop, clientHeight } = this.$refs.scroller) {
      return scrollHeight - scrollTop - clientHeight < NEAR;
    },
    scrollNow() {
      const box = this.$refs.scroller;
      if (!box?.clientHeight || (this.stick = this.near())) return null;
      const top = box.getBoundingClientRect().top;
      const rows = [...box.children].filter((row) => row.getBoundingClientRect().bottom > top);
      return rows.map((row) => ({ row, y: row.getBoundingClientRect().bottom })); // its top may gain a header
    },
    restoreScroll(anchors) {
      if (!this.follow) return;
      if (this.stick) return this.toBottom();
      const anchor = anchors?.find(({ row }) => row.isConnected);
      if (!anchor) return;
      const box = this.$refs.scroller;
      const owed = box.scrollTop === this.placed ? this.owed : 0; // browsers round scrollTop; errors must not add up
      const wanted = box.scrollTop + anchor.row.getBoundingClientRect().bottom - anchor.y + owed;
      box.scrollTop = wanted;
      this.placed = box.scrollTop;
      this.owed = wanted - this.placed;
    },
    toBottom(box = this.$refs.scroller) {
      box.scrollTop = box.scrollHeight;
      this.looked();
    },
    scrolled() {
      if (!this.$refs.scroller?.clientHeight) return;
      this.stick = this.near();
      this.looked();
    },
    seen() {
      return this.stick && !document.hidden && this.$refs.scroller.clientHeight > 0;
    },
    looked() {
      if (this.seen()) this.count(0);
    },
    arrived(row) {
      if (!this.follow) return;
      if (this.me && row.seat === this.me) this.stick = true;
      else if (row.counts !== false && !this.seen()) this.count(this.unseen + 1);
    },
    count(unseen) {
      this.unseen = unseen;
      document.documentElement.toggleAttribute("data-unread", unseen > 0);
      if (unseen) document.documentElement.dataset.unread = unseen;
      for (const badge of document.querySelectorAll("[data-unread-of]")) {
        Object.assign(badge, { textContent: unseen > 99 ? "99+" : unseen || "", hidden: !unseen });
      }
      window.dispatchEvent(new CustomEvent("studyroom:unread", { detail: { count: unseen } }));
    },
    jumpButton() {
      const onClick = () => {
        this.stick = true;
        this.toBottom();
        this.$refs.scroller.focus({ preventScroll: true });
      };
      return h("button", { class: "btn btn--small follow__new", type: "button", title: "Jump to newest", onClick }, [
        `${this.unseen} new`,
        studyroom.icon("chevron-down", "icon--s"),
      ]);
    },

    // -- reordering: by pointer (mouse or touch) or arrow keys on the handle --
    arrange(keys) {
      const place = (row) => keys.indexOf(row[this.rowKey]) + 1 || keys.length + 1;
      this.items.sort((a, b) => place(a) - place(b));
    },
    nudge(event) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const from = rowsIn(this.$el).indexOf(event.target.closest("[data-key]"));
      if (!step || from < 0 || !(event.altKey || event.target.closest("[data-handle]"))) return;
      event.preventDefault();
      if (this.items[from + step]) this.handle.act(this.items[from], "move", from + step);
    },
    grab(event) {
      const element = event.target.closest("[data-handle]")?.closest("[data-key]");
      if (!element || event.button !== 0) return;
      event.preventDefault();
      const before = this.items.map((row) => row[this.rowKey]);
      const key = before[rowsIn(this.$el).indexOf(element)];
      element.dataset.dragging = "";
      const moved = ({ clientY }) => {
        if (this.find(key) < 0) return end(null);
        const others = rowsIn(this.$el).filter((row) => row !== element);
        const keys = this.items.map((row) => row[this.rowKey]).filter((other) => other !== key);
        keys.splice(others.filter((row) => middle(row) < clientY).length, 0, key);
        if (keys.indexOf(key) !== this.find(key)) this.arrange(keys);
      };
      const end = (to) => {
        stop.abort();
        delete element.dataset.dragging;
        this.drop = null;
        if (to === null) return this.arrange(before);
        if (to === before.indexOf(key)) return;
        this.handle.act(this.items[to], "move", to);
        const held = (this.held = {});
        setTimeout(() => this.held === held && this.arrange(before), 2000); // it was refused: back to where it was
      };
      const stop = new AbortController();
      const listen = (...args) => window.addEventListener(...args, { capture: true, signal: stop.signal });
      listen("pointermove", moved);
      listen("pointerup", () => end(this.find(key)));
      listen("pointercancel", () => end(null));
      listen("keydown", (pressed) => {
        if (pressed.key !== "Escape") return;
        pressed.stopPropagation();
        end(null);
      });
      this.drop = end;
    },
  },
};

const rowsIn = (list) => [...list.querySelectorAll("[data-key]")];
const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
