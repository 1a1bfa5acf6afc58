// <passkey-sign-in challenge="…">: wraps the form that signs in by passkey, hidden until this
// browser is known to have them. On sending, what is to be signed is fetched from `challenge`, the
// phone signs it, and the form goes with the answer in the field `credential`. Where the server
// says no, the form goes without: its page says why. Meanwhile the same is offered quietly in any
// field of the page marked autocomplete="… webauthn".
// Words come from the template: data-said="trouble".

import { challenge, get, isNo, isOfferedInFields, isPossible } from "../lib/webauthn.js";

const FRESH_FOR = 4 * 60 * 1000; // milliseconds; the server forgets a challenge after five minutes

customElements.define("passkey-sign-in", class extends HTMLElement {
  #offered;
  #again;

  connectedCallback() {
    if (!isPossible()) return;
    this.querySelector("form").hidden = false;
    this.addEventListener("submit", this);
    this.#offer();
  }

  disconnectedCallback() {
    this.#stop();
  }

  async handleEvent(event) {
    event.preventDefault();
    const button = this.querySelector("button");
    const trouble = this.querySelector("[data-said=trouble]");
    this.#stop(); // a browser asks for one passkey at a time
    button.disabled = trouble.hidden = true;
    await this.#signIn().catch((error) => {
      trouble.hidden = isNo(error);
      this.#offer();
    });
    button.disabled = false;
  }

  async #signIn(more) {
    const options = await challenge(this.getAttribute("challenge"), more);
    const form = this.querySelector("form");
    form.elements.credential.value = options ? await get(options, more) : "";
    if (options || !more) form.submit();
  }

  async #offer() {
    if (!(await isOfferedInFields().catch(() => false))) return;
    this.#offered = new AbortController();
    this.#again = setTimeout(() => (this.#stop(), this.#offer()), FRESH_FOR);
    const quietly = { mediation: "conditional", signal: this.#offered.signal };
    await this.#signIn(quietly).catch(() => {}); // the button is still there
  }

  #stop() {
    clearTimeout(this.#again);
    this.#offered?.abort();
  }
});
