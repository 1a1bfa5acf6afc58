// On every page: the service worker, this phone's subscription, the dot, leaving; and
// <place-zone data-zone="Europe/London" data-at="2026-12-01T18:00+00:00">: by which clock a time
// is meant, shown only where the clock on this reader's wall says something else then. It is so
// small, and on so many pages, that a file of its own would cost more than it is.
// A new version offers itself in `<p data-new-version hidden>` with a button; without that
// element, or without this script, the page is as good as before.

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

const notice = document.querySelector("[data-new-version]");
const leaving = document.querySelector("form[data-sign-out]");

if (leaving) {
  import("./lib/sign_out.js").then(({ clearOnSignOut }) => clearOnSignOut(leaving));
}

// An impatient thumb sends once; coming back by the back button, the form may go again.
const sent = new Set();
addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", () => sent.clear());

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", takeUp); // while this page is open
  navigator.serviceWorker.startMessages();
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") greet();
});

// After the page is there: a worker must not be in its way.
async function start() {
  greet();
  const worker = { updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register("/service-worker.js", worker);
  registration.active?.postMessage("keep");
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => {
      if (coming.state === "installed" && registration.active) offer(coming);
    });
  });
}

// The dot on the app's icon says what the page says: that something is unread, on any device, and
// never how much. And the server may learn where this phone is.
function greet() {
  const hasNews = document.documentElement.hasAttribute("data-news");
  (hasNews ? navigator.setAppBadge?.() : navigator.clearAppBadge?.())?.catch(() => {});
  if (globalThis.Notification?.permission !== "granted") return;
  import("./lib/healing.js").then(({ heal }) => heal()).catch(() => {}); // the next open tries again
  takeUp();
}

// A phone that may not ring has no notification on which anything could be answered.
function takeUp() {
  import("./lib/left.js").then(({ takeUp }) => takeUp()).catch(() => {});
}

function offer(coming) {
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    const reload = () => location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
    coming.postMessage("skip-waiting");
  });
}
