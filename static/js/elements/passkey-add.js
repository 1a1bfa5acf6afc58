// <passkey-add challenge="…">: wraps the form that keeps a new passkey. On sending, what is to be
// signed is fetched from `challenge`, the phone makes the passkey, and the form goes with it in the
// field `credential`. Where the server says no, the form goes without: its page says why.
// Words come from the template: data-state="ready | unsupported", data-said="known | trouble".

import { challenge, create, isNo, isPossible } from "../lib/webauthn.js";

customElements.define("passkey-add", class extends HTMLElement {
  connectedCallback() {
    const state = isPossible() ? "ready" : "unsupported";
    this.querySelector(`[data-state=${state}]`).hidden = false;
    this.addEventListener("submit", this);
  }

  async handleEvent(event) {
    event.preventDefault();
    const button = event.target.querySelector("button");
    button.disabled = true;
    this.#say("");
    await this.#add(event.target).catch((error) => {
      if (!isNo(error)) this.#say(error.name === "InvalidStateError" ? "known" : "trouble");
    });
    button.disabled = false;
  }

  async #add(form) {
    const options = await challenge(this.getAttribute("challenge"), { typed: new FormData(form) });
    if (options) form.elements.credential.value = await create(options);
    form.submit();
  }

  #say(what) {
    for (const said of this.querySelectorAll("[data-said]")) said.hidden = said.dataset.said !== what;
  }
});
