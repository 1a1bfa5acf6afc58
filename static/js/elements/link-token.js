// <link-token [field="token"]>: takes the token out of the address (/join#TOKEN) and puts it into
// the form, so that nobody has to paste a link. The token leaves the address bar and the history.
// With `field`, the field is filled and hidden and the person goes on; without it, the field is
// `token` and the form is sent at once. A field the server found wrong stays in sight.

const TOKEN = /^#([\w-]{16,})$/;

customElements.define("link-token", class extends HTMLElement {
  connectedCallback() {
    addEventListener("hashchange", this); // the page was open when a second link was tapped
    this.handleEvent();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this);
  }

  handleEvent() {
    const [, token] = TOKEN.exec(location.hash) ?? [];
    const input = this.#input();
    if (token) {
      history.replaceState(history.state, "", location.pathname + location.search);
      input.value = token;
    }
    if (this.hasAttribute("field")) this.#hide(input, token);
    else if (token) input.form.requestSubmit();
  }

  #hide(input, isNew) {
    const isWrong = input.ariaInvalid === "true" && !isNew;
    (input.closest(".field") ?? input).hidden = input.value !== "" && !isWrong;
  }

  #input() {
    return this.closest("form").elements[this.getAttribute("field") ?? "token"];
  }
});
