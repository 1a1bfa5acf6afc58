// <this-phone key [soft]>: news on this device, asked for softly before the browser asks; `key` is
// the server's, for its subscription.
// Words come from the template: of the children marked data-state="ask | on | off | lost | blocked
// | unsupported | install | trouble" one is shown; buttons marked data-action="allow | later | off |
// test" do what they say; what is marked data-said="sent" shows once a test is on its way.
// With `soft` (on the board) a phone that is on says so only right after the tap.

import { isAllowed, prepare, putAside, sendTest, standing, turnOff, turnOn }
  from "../lib/push.js";

customElements.define("this-phone", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("visibilitychange", this); // back from the phone's settings
    this.#look();
  }

  handleEvent({ type, target }) {
    if (type === "visibilitychange") return this.#look();
    const button = target.closest("[data-action]");
    if (!button) return;
    button.disabled = true;
    this[button.dataset.action]()
      .catch(() => this.#show("trouble"))
      .finally(() => (button.disabled = false));
  }

  // Nothing is awaited before turnOn(): the browser must see that it follows from the tap.
  async allow() {
    await turnOn(this.getAttribute("key")).catch((error) => {
      if (isAllowed() || error.name !== "NotAllowedError") throw error; // else: a no is an answer
    });
    this.#show(await standing());
  }

  async later() {
    putAside();
    this.#show("off");
  }

  async off() {
    await turnOff();
    await this.#look();
  }

  async test() {
    await sendTest();
    this.querySelector("[data-said=sent]").hidden = false;
  }

  async #look() {
    const state = await standing();
    this.#show(state === "on" && this.hasAttribute("soft") ? "" : state);
    if (state !== "on") prepare().catch(() => {}); // the tap tries again
  }

  #show(state) {
    for (const child of this.children) child.hidden = child.dataset.state !== state;
  }
});
