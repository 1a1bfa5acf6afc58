// <chosen-people>: says by name who will see an ask as boxes are ticked; "everyone" takes them off.
// Wraps the radios `audience`, boxes with data-name="…", and a [data-said] that carries data-none,
// data-one="{name} …" and data-many="{names} … {last} …".

customElements.define("chosen-people", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.#say();
  }

  handleEvent({ target }) {
    if (target.value === "everyone") {
      for (const box of this.#boxes) box.checked = false;
    }
    this.#say();
  }

  get #boxes() {
    return Array.from(this.querySelectorAll("[data-name]"));
  }

  #say() {
    const names = this.#boxes.filter((box) => box.checked).map((box) => isolated(box.dataset.name));
    const said = this.querySelector("[data-said]");
    said.textContent = sentence(names, said.dataset);
  }
});

function sentence(names, { none, one, many }) {
  if (names.length === 0) return none;
  const last = names.at(-1);
  if (names.length === 1) return one.replace("{name}", () => last);
  const others = names.slice(0, -1).join(", ");
  return many.replace(/\{(names|last)\}/g, (_, place) => (place === "last" ? last : others));
}

// A name that is written from the right must not turn the sentence around it.
function isolated(name) {
  return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}
