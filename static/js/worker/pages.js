// Pages come from the network. Without one, a page of our own says so.
// Only GET: a form goes its way untouched, so that the server sees who really sent it, and one that
// does not arrive can be sent again by the browser.

const [OFFLINE] = CIRCLES.kept;
const KEPT_FILES = new Set(CIRCLES.kept.map((path) => new URL(path, location.origin).href));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (KEPT_FILES.has(request.url)) event.respondWith(file(request));
});

async function page(event) {
  try {
    return passable((await event.preloadResponse) ?? (await fetch(event.request)));
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

// Firefox hands over a failed preload as a response of type "error"; Safari refuses one that was
// redirected, unless the browser is sent there itself.
function passable(answer) {
  if (answer.type === "error") throw new TypeError("No network");
  return answer.redirected ? Response.redirect(answer.url) : answer;
}

// Addressed by their content, so what is kept is what would come.
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
