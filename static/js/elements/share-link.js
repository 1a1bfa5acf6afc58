// <share-link url="…" title="…">: hands the link to the phone's own sharing, or copies it.
// Words come from the template: buttons marked data-action="share | copy", hidden until they can
// do what they say; a child marked data-said="copied" shows for a moment after copying.

const A_MOMENT = 3000; // milliseconds

customElements.define("share-link", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.#button("share", Boolean(navigator.share));
    this.#button("copy", Boolean(navigator.clipboard));
  }

  handleEvent({ target }) {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "share") this.#share();
    if (action === "copy") this.#copy();
  }

  async #share() {
    const link = { url: this.getAttribute("url"), title: this.getAttribute("title") };
    await navigator.share(link).catch(() => {}); // closed without sharing
  }

  async #copy() {
    await navigator.clipboard.writeText(this.getAttribute("url"));
    const said = this.querySelector("[data-said=copied]");
    if (!said) return;
    said.hidden = false;
    setTimeout(() => (said.hidden = true), A_MOMENT);
  }

  #button(action, isPossible) {
    const button = this.querySelector(`[data-action=${action}]`);
    if (button) button.hidden = !isPossible;
  }
});
