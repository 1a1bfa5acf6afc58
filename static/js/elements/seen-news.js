// <seen-news>: news that was opened has been seen. Sends the form inside by itself and hides it;
// without this script its button does the same.

customElements.define("seen-news", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const typed = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body: typed, redirect: "manual" })
      .then(() => (this.hidden = true))
      .catch(() => {}); // the button is still there
  }
});
