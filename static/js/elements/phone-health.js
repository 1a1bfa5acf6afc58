// <phone-health>, in <this-phone>: when the last news arrived here, told by the worker to this page
// and to nobody else. One of the children data-arrived="today | before" is shown, the moment in its
// <time>. A browser that shows news without the worker (Safari) says nothing of it. Where a test
// has not arrived after a while, what is marked data-said="silent" is shown.
// <this-platform>: shows the child whose data-platform="apple | android | other" this is.

import { lastArrival } from "../lib/left.js";
import { isApple } from "../lib/push.js";

const PATIENCE = 15_000; // milliseconds in which a test push arrives nearly always

customElements.define("phone-health", class extends HTMLElement {
  #missing;

  connectedCallback() {
    this.closest("this-phone").addEventListener("click", this);
    navigator.serviceWorker?.addEventListener("message", this);
    this.#show();
  }

  handleEvent({ type, target }) {
    if (type === "click" && !target.closest("[data-action=test]")) return;
    clearTimeout(this.#missing);
    const silent = this.querySelector("[data-said=silent]");
    silent.hidden = true;
    if (type === "click") this.#missing = setTimeout(() => (silent.hidden = false), PATIENCE);
    else this.#show();
  }

  async #show() {
    const at = globalThis.caches && (await lastArrival());
    if (!at) return;
    const isToday = at.toDateString() === new Date().toDateString();
    for (const line of this.querySelectorAll("[data-arrived]")) {
      line.hidden = line.dataset.arrived !== (isToday ? "today" : "before");
      const format = isToday
        ? { hour: "2-digit", minute: "2-digit" }
        : { weekday: "long", day: "numeric", month: "long" };
      const region = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
      line.querySelector("time").textContent = at.toLocaleString(region, format);
    }
  }
});

customElements.define("this-platform", class extends HTMLElement {
  connectedCallback() {
    const other = /Android/.test(navigator.userAgent) ? "android" : "other";
    const here = isApple() ? "apple" : other;
    for (const words of this.children) words.hidden = words.dataset.platform !== here;
  }
});
