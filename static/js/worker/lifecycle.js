// Coming and going. A new release is a new worker; it waits until the person says so.
// Kept at install: the page that says "you are offline", and what it is drawn with.

const KEPT = `circles-${CIRCLES.release}`;

addEventListener("install", (event) => {
  event.waitUntil(keep());
});

addEventListener("activate", (event) => {
  // Claiming matters for a tap on a notification: only a page of ours can be led elsewhere.
  event.waitUntil(Promise.all([forgetOlder(), preload(), clients.claim()]));
});

addEventListener("message", (event) => {
  if (event.data === "skip-waiting") skipWaiting();
  if (event.data === "keep") event.waitUntil(keep()); // signing out or a full phone emptied it
});

// As a stranger would see it (no cookies), so nothing kept can be about anyone.
async function keep() {
  const cache = await caches.open(KEPT);
  const files = await cache.keys();
  if (files.length === CIRCLES.kept.length) return;
  await cache.addAll(CIRCLES.kept.map((path) => new Request(path, { credentials: "omit" })));
}

async function forgetOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name !== KEPT && name !== CIRCLES.left);
  await Promise.all(older.map((name) => caches.delete(name)));
}

// The request for a page leaves while the worker is still waking up.
async function preload() {
  await registration.navigationPreload?.enable();
}
