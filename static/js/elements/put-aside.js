// <put-aside [need] [then]>: "not this time" hides an ask on this phone alone; no request is made,
// and nobody ever learns of it. Around cards with data-need="id", or with `need` on the page of one
// ask, from which it leads on to `then`. Buttons data-action="put-aside | bring-back" are shown by
// this script; so is what is marked data-said="put-aside", while something here is put aside.

const KEY = "put-aside";
const KEPT = 45 * 24 * 60 * 60 * 1000; // milliseconds; by then the ask itself is nearly always over

customElements.define("put-aside", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    addEventListener("pageshow", this); // back from the page of an ask
    addEventListener("put-aside", this); // on a notification, see lib/left.js
    this.#show();
  }

  handleEvent({ type, target }) {
    const action = type === "click" && target.closest("[data-action]")?.dataset.action;
    if (action === "put-aside") this.#putAside(target.closest("[data-need]")?.dataset.need);
    if (action === "bring-back") this.#bringBack();
    if (action || type !== "click") this.#show();
  }

  #putAside(card) {
    keep({ ...kept(), [card ?? this.getAttribute("need")]: Date.now() });
    const then = this.getAttribute("then");
    if (then) location.assign(then);
  }

  #bringBack() {
    const here = this.#cards.map((card) => card.dataset.need);
    keep(Object.fromEntries(Object.entries(kept()).filter(([need]) => !here.includes(need))));
    this.#cards[0]?.querySelector("a")?.focus();
  }

  #show() {
    const aside = kept();
    for (const card of this.#cards) card.hidden = card.dataset.need in aside;
    for (const button of this.querySelectorAll("[data-action=put-aside]")) button.hidden = false;
    const said = this.querySelector("[data-said]");
    if (said) said.hidden = !this.#cards.some((card) => card.hidden);
  }

  get #cards() {
    return Array.from(this.querySelectorAll("[data-need]"));
  }
});

function kept() {
  const all = Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  return Object.fromEntries(all.filter(([, since]) => Date.now() - since < KEPT));
}

function keep(aside) {
  localStorage.setItem(KEY, JSON.stringify(aside));
}
