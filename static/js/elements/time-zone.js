// <time-zone>: wraps the select of time zones and starts it at this device's own, unless the
// server already chose one.

customElements.define("time-zone", class extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    const options = Array.from(select?.options ?? []);
    if (options.some((option) => option.defaultSelected)) return;
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (options.some((option) => option.value === here)) select.value = here;
  }
});
