// <place-zone data-zone="Europe/London" data-at="2026-12-01T18:00+00:00">: by which clock a time
// is meant, shown only where the clock on this reader's wall says something else then.

customElements.define("place-zone", class extends HTMLElement {
  connectedCallback() {
    const at = new Date(this.dataset.at);
    try {
      const there = at.toLocaleString("en", { timeZone: this.dataset.zone });
      this.hidden = there === at.toLocaleString("en");
    } catch {
      this.hidden = false; // a zone this browser has never heard of is hardly its own
    }
  }
});
