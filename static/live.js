// Carries every patch from the server, shows toasts and the connection notice, speaks to screen readers; one per page.
import { h } from "vue";

const QUIET_MS = 600;
const FIRST_CONNECT_MS = 5000;
const ROOM_HOLDS = "Your seat, your goals and your draft are safe; the clock goes on.";

const iconMarkup = (name) => `<svg class="icon" aria-hidden="true"><use href="${studyroom.icons}#${name}"/></svg>`;
studyroom.icon = (name, size) =>
  h("svg", { class: ["icon", size], "aria-hidden": "true" }, [h("use", { href: `${studyroom.icons}#${name}` })]);

export default {
  template: `<div class="visually-hidden" aria-live="polite" role="status">{{ spoken }}</div>`,
  emits: ["action"],
  data: () => ({ spoken: "" }),

  mounted() {
    studyroom.say = this.say;
    studyroom.prefs.reflect();
    this.toasts = document.body.appendChild(element("div", { className: "toasts", role: "status" }));
    document.addEventListener("click", this.clicked);
    this.watchSocket();
  },
  beforeUnmount() {
    document.removeEventListener("click", this.clicked);
    this.toasts.remove();
    this.connected();
  },

  methods: {
    patch(ops) {
      for (const [id, method, args] of ops) {
        try {
          getElement(id)?.[method](...args);
        } catch (error) {
          console.error(`${method} of element ${id} failed`, error);
        }
      }
    },
    say(text) {
      this.spoken = "";
      this.$nextTick(() => (this.spoken = text));
    },

    // -- the connection --
    watchSocket() {
      if (!window.socket) return setTimeout(() => this.watchSocket(), 20);
      let met = window.socket.connected;
      if (met) stayWhileCut();
      this.waiting = met ? 0 : setTimeout(this.showNotice, FIRST_CONNECT_MS);
      window.socket.on("disconnect", () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(this.showNotice, QUIET_MS);
      });
      window.socket.on("connect", () => {
        this.connected();
        if (met) window.dispatchEvent(new CustomEvent("studyroom:reconnect"));
        else stayWhileCut();
        met = true;
      });
    },
    showNotice() {
      const main = document.querySelector(".main");
      // a phone may switch to another panel
      const visible = main?.offsetParent && matchMedia("(min-width: 960px)").matches;
      this.notice?.remove();
      this.notice = element("div", { className: `banner notice${visible ? "" : " notice--page"}`, role: "status" });
      (visible ? main : document.body).append(this.notice);
      const holds = document.querySelector(".room") ? ROOM_HOLDS : "This page will continue by itself.";
      const words = `<div class="grow"><b class="strong">Reconnecting.</b> ${holds}</div>`;
      this.notice.innerHTML = iconMarkup("wifi-off") + words;
    },
    connected() {
      clearTimeout(this.waiting);
      this.notice?.remove();
      this.notice = null;
    },

    // -- toasts --
    toast(text, icon, label, actionId, seconds) {
      const toast = element("div", { className: "toast" });
      toast.innerHTML = iconMarkup(icon);
      toast.append(element("span", { textContent: text }));
      const button = label && element("button", { className: "btn btn--small", type: "button", textContent: label });
      const rest = button && button.appendChild(element("span", { ariaHidden: "true" })); // not read out every second
      let left = seconds;
      const paint = () => rest && (rest.textContent = `, ${left} s`);
      const end = () => {
        clearInterval(timer);
        toast.remove();
      };
      const timer = setInterval(() => {
        if (toast.matches(":hover, :focus-within")) return;
        if (--left > 0) paint();
        else end();
      }, 1000);
      if (button) {
        // it ends the time of an earlier toast with a button
        for (const other of this.toasts.querySelectorAll(".toast .btn")) other.closest(".toast").remove();
        button.addEventListener("click", () => {
          end();
          this.$emit("action", actionId);
        });
        toast.append(button);
      }
      paint();
      this.toasts.append(toast);
      while (this.toasts.children.length > 3) this.toasts.firstChild.remove();
    },

    // -- the clipboard: [data-copy] holds the text, [data-copied] what to say afterwards --
    async clicked(event) {
      const source = event.target.closest?.("[data-copy]");
      if (!source) return;
      const done = await this.copy(source.dataset.copy);
      const words = done ? source.dataset.copied || "Copied" : "Copying is not allowed here. Select the text instead.";
      this.toast(words, done ? "check" : "triangle-alert", "", 0, done ? 3 : 5);
    },
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return copyByHand(text); // there is no clipboard API without https
      }
    },
  },
};

const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

// NiceGUI reloads the page when connecting takes too long twice; without a network, that would lose the page.
function stayWhileCut() {
  const others = window.socket.listeners("connect_error");
  window.socket.off("connect_error");
  window.socket.on("connect_error", (error) => error.message === "timeout" || others.forEach((heard) => heard(error)));
}

function copyByHand(text) {
  const before = document.activeElement;
  const area = element("textarea", { value: text, readOnly: true, className: "visually-hidden" });
  (before?.closest(".q-dialog") ?? document.body).append(area); // or a dialog's focus trap takes the focus back
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return done;
}
