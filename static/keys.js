// Shortcuts: single letters outside fields, F6 from panel to panel, arrows within tabs. The table comes from Python.
const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable="true"]';
const PANELS = ".left, .main, .right, .bar, .phonebar, .phonetabs";
const FOCUSABLE = 'a[href], button:not([disabled]), input, textarea, [tabindex="0"]';

const visible = (element) => element.getClientRects().length > 0;
const first = (selector) => [...document.querySelectorAll(selector)].find(visible);

export default {
  props: { table: Array },
  emits: ["pressed"],
  template: "<span hidden></span>",
  mounted() {
    window.addEventListener("keydown", this.key);
  },
  beforeUnmount() {
    window.removeEventListener("keydown", this.key);
  },
  methods: {
    key(event) {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "F6") return this.nextPanel(event);
      if (event.target.matches?.('[role="tab"]')) this.nextTab(event);
      if (event.target.closest?.(FIELDS) || document.querySelector(".q-dialog")) return;
      if (!studyroom.prefs.get("letter_keys")) return;
      const entry = this.table.find(({ key }) => key.toLowerCase() === event.key.toLowerCase());
      if (entry && !event.repeat && this.act(entry)) event.preventDefault();
    },
    act({ key, click, focus, event, emit }) {
      if (event) window.dispatchEvent(new CustomEvent(event));
      if (emit) this.$emit("pressed", key);
      const target = first(click || focus || "html");
      if (click) target?.click();
      if (focus) target?.focus();
      return Boolean(target);
    },
    nextPanel(event) {
      const panels = [...document.querySelectorAll(PANELS)].filter(visible);
      const here = panels.findIndex((panel) => panel.contains(document.activeElement));
      const step = event.shiftKey ? (here < 0 ? 0 : -1) : 1;
      const panel = panels[(here + step + panels.length) % panels.length];
      const target = panel && ([...panel.querySelectorAll(FOCUSABLE)].find(visible) ?? panel);
      if (target === panel) panel?.setAttribute("tabindex", "-1");
      target?.focus();
      event.preventDefault();
    },
    nextTab(event) {
      const tabs = [...event.target.closest('[role="tablist"]').querySelectorAll('[role="tab"]')].filter(visible);
      const here = tabs.indexOf(event.target);
      const places = { ArrowRight: (here + 1) % tabs.length, ArrowLeft: here - 1, Home: 0, End: -1 };
      const to = tabs.at(places[event.key] ?? here);
      if (to === event.target) return;
      to.focus();
      to.click();
      event.preventDefault();
    },
  },
};
