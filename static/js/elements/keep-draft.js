// <keep-draft>: what is typed into the form inside is still there when its page is opened again in
// this tab. It stays on this device, for an hour, until it is sent or the person signs out (see
// lib/sign_out.js). Words that the server sends back are newer than a draft.

const KEPT = 60 * 60 * 1000; // milliseconds; later nobody remembers that something was begun

customElements.define("keep-draft", class extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("[aria-invalid]")) this.#keep();
    else this.#bringBack();
    this.addEventListener("input", () => this.#keep());
    this.addEventListener("change", () => this.#keep()); // where words to start from were put in
    this.addEventListener("submit", () => sessionStorage.removeItem(this.#name));
  }

  get #form() {
    return this.querySelector("form");
  }

  get #name() {
    return `draft ${location.pathname}${location.search} ${this.#form.getAttribute("action")}`;
  }

  #keep() {
    const draft = { since: Date.now(), typed: [...new FormData(this.#form)] };
    sessionStorage.setItem(this.#name, JSON.stringify(draft));
  }

  #bringBack() {
    const { since, typed } = JSON.parse(sessionStorage.getItem(this.#name) ?? "{}");
    if (!typed || Date.now() - since > KEPT) return;
    for (const field of this.#form.elements) {
      const said = typed.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.name && field.type !== "hidden" && put(field, said)) this.#unfold(field);
    }
  }

  // Elements around the form hear of it as if it were typed now.
  #unfold(field) {
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// Whether that changed the field. A day that is no longer offered leaves the choice as it is.
function put(field, said) {
  const before = [field.value, field.checked].join();
  if (field.type === "checkbox") field.checked = said.includes(field.value);
  else if (field.type === "radio") field.checked ||= said.includes(field.value);
  else field.value = said[0] ?? field.value;
  return before !== [field.value, field.checked].join();
}
