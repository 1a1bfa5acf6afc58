// <seen-news>: news that was opened has been seen. Sends the form inside by itself and hides it;
// without this script its button does the same.

customElements.define("seen-news", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const typed = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body: typed, redirect: "manual" })
      .then(() => this.#seen())
      .catch(() => {}); // the button is still there
  }

  // Older news may wait on the next page of the inbox; then the next page shows the dot again.
  #seen() {
    this.hidden = true;
    document.documentElement.removeAttribute("data-news");
    navigator.clearAppBadge?.().catch(() => {});
  }
});
