// State that stays in the browser: light or dark, the panel a phone shows, and this browser's media.
const values = {
  health: "starting",
  line: "",
  mic: "off",
  camera: "off",
  screen: "off",
  call: "idle",
  speaking: [],
  notice: "",
  kind: "",
  devices: { mic: [], camera: [], speaker: [] },
};
const hearers = new Set();
// The bridge writes it, and row templates read it.
studyroom.media = {
  all: () => values,
  get: (key) => values[key],
  set(more) {
    Object.assign(values, more);
    hearers.forEach((hears) => hears(more));
  },
  subscribe: (hears) => hearers.add(hears),
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-toggle-theme]")) toggleTheme();
  const tab = event.target.closest?.("[data-panel-tab]");
  if (tab) showPanel(tab);
});

function toggleTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const next = (studyroom.prefs.get("theme") || system) === "dark" ? "light" : "dark";
  studyroom.prefs.set("theme", next === system ? "" : next); // a choice equal to the system's follows the system again
}

function showPanel(tab) {
  for (const other of tab.closest('[role="tablist"]').querySelectorAll("[data-panel-tab]")) {
    other.setAttribute("aria-selected", other === tab);
    other.tabIndex = other === tab ? 0 : -1;
  }
  tab.closest(".room").dataset.panel = tab.dataset.panelTab;
  nameMain();
  window.dispatchEvent(new Event("resize")); // lists and fields that were hidden measure themselves again
}

// Where one panel shows at a time, it is the main part of the page for screen readers.
const narrow = matchMedia("(max-width: 959px)");
narrow.addEventListener("change", nameMain);

function nameMain() {
  const panel = (narrow.matches && document.querySelector(".room")?.dataset.panel) || "timer";
  for (const [selector, names] of Object.entries({ ".left": ["goals", "people"], ".right": ["chat"] })) {
    const column = document.querySelector(`.room > ${selector}`);
    column?.setAttribute("role", names.includes(panel) ? "main" : "complementary");
  }
}

// During a focus, screen readers do not read the chat out; a page that was just built gets its log a moment later.
window.addEventListener("studyroom:timer", ({ detail: { phase, status } }) =>
  setTimeout(() => {
    const live = phase === "focus" && status === "running" ? "off" : "polite";
    for (const log of document.querySelectorAll('[role="log"]')) log.setAttribute("aria-live", live);
  }),
);

// A sheet opened from another sheet returns the focus to where the first one was opened.
let opener = null;
const inSheet = (element) => Boolean(element?.closest(".q-dialog"));
document.addEventListener("focusin", ({ target }) => inSheet(target) || (opener = target));
document.addEventListener("pointerdown", ({ target }) => inSheet(target) || (opener = null));
new MutationObserver(() => {
  if (document.activeElement === document.body && !document.querySelector(".q-dialog")) {
    opener?.focus({ preventScroll: true });
  }
}).observe(document.body, { childList: true });
