// What the service worker left for the page, in a cache, which is the one place that both can reach:
// asks put aside on a notification, and when the last news arrived. It never leaves this phone.

const LEFT = "left-for-the-page";
const ASIDE = "/left/put-aside/";
const LIST = "put-aside"; // of <put-aside>

// Asks put aside on a notification are put aside on the page.
export async function takeUp() {
  if (!(await caches.has(LEFT))) return;
  const left = await caches.open(LEFT);
  const marks = await Promise.all((await left.keys()).filter(isAside).map((mark) => read(left, mark)));
  if (!marks.length) return;
  const aside = JSON.parse(localStorage.getItem(LIST) ?? "{}");
  localStorage.setItem(LIST, JSON.stringify({ ...aside, ...Object.fromEntries(marks) }));
  await Promise.all(marks.map(([need]) => left.delete(ASIDE + need)));
  dispatchEvent(new Event("put-aside"));
}

// When the last news arrived here, as far as this browser lets its worker see it; or nothing.
export async function lastArrival() {
  const mark = await caches.match("/left/arrived", { cacheName: LEFT });
  return mark && new Date(Number(await mark.text()));
}

function isAside({ url }) {
  return new URL(url).pathname.startsWith(ASIDE);
}

async function read(left, mark) {
  const since = Number(await (await left.match(mark)).text());
  return [new URL(mark.url).pathname.slice(ASIDE.length), since];
}
