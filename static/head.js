// Runs in the head, before the first paint: the choices kept in this browser, and what all components share.
(() => {
  const root = document.documentElement;
  const KEY = "studyroom:prefs";
  const DEFAULTS = {
    theme: "",
    volume: 60,
    bell: true,
    tick: false,
    notify: false,
    vibrate: true,
    flash: true,
    ask_start: true,
    ask_end: true,
    letter_keys: true,
    mic: "",
    camera: "",
    speaker: "",
    layout: "auto",
    hide_self: false,
  };
  const listeners = new Set();
  let values = read();

  function read() {
    try {
      return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) || "{}") };
    } catch {
      return { ...DEFAULTS };
    }
  }
  function reflect() {
    const { theme, flash, ask_start, ask_end } = values;
    const marks = { theme, flash: flash ? "" : "off", askStart: ask_start ? "" : "off", askEnd: ask_end ? "" : "off" };
    for (const [name, mark] of Object.entries(marks)) {
      if (mark) root.dataset[name] = mark;
      else delete root.dataset[name];
    }
    window.setDark?.(theme ? theme === "dark" : null); // so that Quasar agrees, once it has loaded
  }
  function changed() {
    reflect();
    for (const listener of listeners) listener(values);
  }
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    values = read();
    changed();
  });

  const base = document.currentScript.dataset.base;
  window.studyroom = {
    base,
    icons: `${base}/vendor/icons.svg`,
    can: {
      // on Android it exists, but throws
      notify: window.isSecureContext && "Notification" in window && !/Android/.test(navigator.userAgent),
    },
    prefs: {
      reflect,
      all: () => values,
      get: (key) => values[key],
      set(key, value) {
        values = { ...values, [key]: value };
        try {
          localStorage.setItem(KEY, JSON.stringify(values));
        } catch {
          // storage is full or forbidden: the choice lasts as long as the page
        }
        changed();
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  reflect();
  root.lang ||= "en";
  const favicon = document.querySelector('link[rel~="icon"]');
  if (favicon) {
    Object.assign(favicon, { id: "favicon", rel: "icon", type: "image/svg+xml", href: `${base}/favicon-focus.svg` });
  }
})();
