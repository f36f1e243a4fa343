// Switches that live in the browser alone: light or dark, which panel a phone shows, how this browser's media stand.
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
// The bridge writes it, row templates read it.
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
  studyroom.prefs.set("theme", next === system ? "" : next); // who wants what the system shows follows it again
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

// Where one panel is shown at a time, it is the main part of the page for those who listen.
const narrow = matchMedia("(max-width: 959px)");
narrow.addEventListener("change", nameMain);

function nameMain() {
  const panel = (narrow.matches && document.querySelector(".room")?.dataset.panel) || "timer";
  for (const [selector, names] of Object.entries({ ".left": ["goals", "people"], ".right": ["chat"] })) {
    const column = document.querySelector(`.room > ${selector}`);
    column?.setAttribute("role", names.includes(panel) ? "main" : "complementary");
  }
}

// In a focus the chat is silent for those who listen; a page that was just built has its log a moment later.
window.addEventListener("studyroom:timer", ({ detail: { phase, status } }) =>
  setTimeout(() => {
    const live = phase === "focus" && status === "running" ? "off" : "polite";
    for (const log of document.querySelectorAll('[role="log"]')) log.setAttribute("aria-live", live);
  }),
);

// A sheet that was opened from a sheet gives the focus back to where the first was opened.
let opener = null;
const inSheet = (element) => Boolean(element?.closest(".q-dialog"));
document.addEventListener("focusin", ({ target }) => inSheet(target) || (opener = target));
document.addEventListener("pointerdown", ({ target }) => inSheet(target) || (opener = null));
new MutationObserver(() => {
  if (document.activeElement === document.body && !document.querySelector(".q-dialog")) {
    opener?.focus({ preventScroll: true });
  }
}).observe(document.body, { childList: true });
