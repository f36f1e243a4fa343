// A field to write in. Nothing leaves the browser before Enter, and nothing is lost before the server has accepted it.
import { h } from "vue";

const LINES = 6;
const ANSWER_MS = 6000;
function draft(name, text) {
  const key = `studyroom:draft:${name}`;
  try {
    if (!name) return "";
    if (text === undefined) return localStorage.getItem(key) ?? "";
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    return ""; // storage is full or forbidden: the draft lasts as long as the page
  }
}

export default {
  props: {
    label: String,
    look: String,
    placeholder: String,
    multiline: Boolean,
    keep: String,
    value: String,
    hint: String,
    submitLabel: String,
    button: Boolean,
    plain: Boolean,
    sendIcon: Boolean,
    beside: String,
    inputClasses: String,
    autofocus: Boolean,
    autocomplete: String,
  },
  emits: ["submit"],
  data() {
    return { text: draft(this.keep) || this.value || "", error: "", sent: null, held: this.placeholder };
  },
  computed: { kind: ({ look }) => look.match(/\b(composer|addgoal)\b/)?.[0] ?? "field" },
  mounted() {
    this.grow();
    const touched = matchMedia("(pointer: coarse)").matches; // no keyboard popping up over a phone's page
    if (this.autofocus && !touched) this.$refs.input.focus();
  },
  updated() {
    this.grow();
  },

  render() {
    const id = `${this.$attrs.id}-input`;
    const described = [this.hint && `${id}-hint`, this.error && `${id}-error`].filter(Boolean).join(" ") || null;
    const input = h(this.multiline ? "textarea" : "input", {
      id,
      ref: "input",
      value: this.text,
      placeholder: this.held,
      rows: this.multiline ? 1 : null,
      type: this.multiline ? null : "text",
      class: this.kind === "field" ? ["input", this.inputClasses] : this.inputClasses,
      autocomplete: this.autocomplete,
      enterkeyhint: "send",
      "aria-label": this.kind === "field" ? null : this.label,
      "aria-describedby": described,
      "aria-invalid": this.error ? "true" : null,
      onInput: (event) => this.typed(event.target.value),
      onKeydown: this.key,
    });
    const error = this.error
      ? h("p", { class: "entry__error", role: "alert", id: `${id}-error` }, [
          studyroom.icon("triangle-alert", "icon--s"),
          this.error,
        ])
      : null;
    return h(
      "form",
      {
        class: `entry entry--${this.kind}`,
        novalidate: "",
        onSubmit: this.submit,
      },
      [...this[this.kind](input, id), error],
    );
  },

  methods: {
    composer(input) {
      const label = this.submitLabel || "Send";
      const look = this.sendIcon
        ? { class: "iconbtn", title: `${label} (Enter)`, "aria-label": label }
        : { class: "btn btn--main" };
      const send = h("button", look, [this.sendIcon ? studyroom.icon("send-horizontal") : label]);
      return [h("div", { class: this.look, "data-invalid": this.error ? "" : null }, [input, send])];
    },
    addgoal(input) {
      return [h("div", { class: this.look }, [studyroom.icon("plus"), input])];
    },
    field(input, id) {
      const hint = this.hint && h("span", { class: "hint", id: `${id}-hint` }, this.hint);
      const button =
        (this.button || this.submitLabel) &&
        h("button", { class: this.plain ? "btn" : "btn btn--main" }, this.submitLabel || "Send");
      const beside = this.beside && h("span", { class: "small quiet" }, this.beside);
      const row = button && h("div", { class: "entry__row" }, [button, beside]);
      return [h("div", { class: this.look }, [h("label", { for: id }, this.label), input, hint]), row];
    },

    submit(event) {
      event.preventDefault();
      this.send();
    },
    typed(text) {
      this.text = text;
      this.error = "";
      draft(this.keep, text);
    },
    key(event) {
      if (!this.multiline || event.key !== "Enter" || event.shiftKey) return;
      if (event.isComposing || event.keyCode === 229) return; // Enter chooses a word in an input method
      event.preventDefault();
      this.send();
    },
    send() {
      this.text = this.$refs.input.value;
      if (this.sent !== null) {
        this.next = this.kind !== "field"; // as soon as the one before has been accepted
        return;
      }
      if (!this.text.trim() && this.kind !== "field") return; // a form says what is missing
      this.error = "";
      this.sent = this.text;
      this.$emit("submit", this.text);
      this.wait();
    },
    // Without an answer it may be sent again, unless the connection was lost meanwhile: then it is still on its way.
    // Each connection has an id; while there is none, neither has the socket.
    wait(by = window.socket?.id) {
      this.waiting = setTimeout(() => {
        if (by && by === window.socket.id) this.sent = this.next = null;
        else this.wait();
      }, ANSWER_MS);
    },
    accept() {
      const { sent, next } = this;
      this.reject("");
      if (sent !== null && this.text.startsWith(sent)) this.typed(this.text.slice(sent.length));
      if (next) this.$nextTick(this.send);
    },
    reject(sentence) {
      clearTimeout(this.waiting);
      this.sent = this.next = null;
      this.error = sentence;
    },
    hold(placeholder) {
      this.held = placeholder;
    },
    grow() {
      const input = this.$refs.input;
      if (!this.multiline || !input.clientWidth) return;
      const { lineHeight, paddingTop } = getComputedStyle(input);
      const most = LINES * parseFloat(lineHeight) + 2 * parseFloat(paddingTop);
      input.style.height = "auto";
      Object.assign(input.style, {
        height: `${Math.min(input.scrollHeight, most)}px`,
        overflowY: input.scrollHeight > most ? "auto" : "hidden",
      });
    },
  },
};
