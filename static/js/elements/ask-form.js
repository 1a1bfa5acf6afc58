// <ask-form>: words to start from that follow the kind, as long as nobody changed them.
// Wraps the form: radios `kind` with data-starter="…", and the field `title`.

customElements.define("ask-form", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
  }

  handleEvent({ target }) {
    if (target.name !== "kind") return;
    const words = this.querySelector("[name=title]");
    const starters = Array.from(this.querySelectorAll("[name=kind]"), (kind) => kind.dataset.starter);
    const isUntouched = ["", ...starters].includes(words.value.trim());
    if (isUntouched) words.value = target.dataset.starter;
  }
});
