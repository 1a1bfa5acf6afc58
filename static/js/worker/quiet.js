// The kill switch, in place of lifecycle.js and pages.js: this worker takes over at once, throws
// away what was kept and answers no request. The phone goes on ringing, because the subscription
// lives as long as some worker does. It is served while the instance folder holds a file named
// `without-offline`.

addEventListener("install", () => {
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetAll(), stopPreload(), clients.claim()]));
});

async function forgetAll() {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function stopPreload() {
  await registration.navigationPreload?.disable();
}
