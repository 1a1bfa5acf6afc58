// <series-sentence data-source="…">: says what the fields inside mean, as the server words it,
// in `[data-sentence]`. Without this script the ask says it once it is asked.

customElements.define("series-sentence", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    this.say();
  }

  handleEvent() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say(), 300); // once the thumb rests
  }

  async say() {
    const typed = new URLSearchParams();
    for (const field of this.querySelectorAll("input")) {
      const isLeft = ["radio", "checkbox"].includes(field.type) && !field.checked;
      if (!isLeft && field.value) typed.set(field.name, field.value);
    }
    const asked = (this.asked = typed.toString());
    const sentence = await fetch(`${this.dataset.source}?${asked}`)
      .then((answer) => answer.json())
      .then((told) => told.sentence)
      .catch(() => ""); // without a network nothing is said; it can be asked all the same
    if (asked !== this.asked) return;
    const place = this.querySelector("[data-sentence]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }
});
