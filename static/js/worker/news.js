// The ring at the door. The payload is a declarative push message: {web_push: 8030,
// notification: {title, body, navigate, lang, dir, tag, actions, data: {need, slot}}}. Something is
// always shown, whatever arrives: a phone that is woken for nothing loses its subscription for good.

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

addEventListener("push", (event) => {
  event.waitUntil(ring(read(event.data)));
  event.waitUntil(dot());
  event.waitUntil(noted());
});

function read(data) {
  try {
    return data.json().notification ?? {};
  } catch {
    return {};
  }
}

function ring(news) {
  return registration
    .showNotification(words(news.title) ?? CIRCLES.title, options(news))
    .catch(() => registration.showNotification(CIRCLES.title, plain()));
}

// News with the same tag takes the place of older news, and rings again: it is news.
function options({ title, body, navigate, lang, dir, tag, actions, data }) {
  const about = words(tag) ?? "";
  const asked = { need: id(data?.need), slot: id(data?.slot), key: crypto.randomUUID() };
  return {
    ...plain(),
    body: words(title) ? (words(body) ?? "") : CIRCLES.body,
    lang: words(lang) ?? "",
    dir: ["ltr", "rtl"].includes(dir) ? dir : "auto",
    tag: about,
    renotify: about !== "",
    actions: buttons(actions, asked),
    data: { navigate: words(navigate) ?? "/", ...asked },
  };
}

// Only those that answers.js can do what they say.
function buttons(actions, { need, slot }) {
  const can = [need && slot && "sign-up", need && "put-aside"];
  const ours = (button) => words(button?.action) && can.includes(button.action);
  const shown = Array.isArray(actions) ? actions.filter(ours) : [];
  return shown.map(({ action, title }) => ({ action, title: words(title) ?? CIRCLES.title }));
}

function id(value) {
  return words(value) && ID.test(value) ? value : undefined;
}

function plain() {
  return { body: CIRCLES.body, icon: CIRCLES.icon, badge: CIRCLES.badge, data: { navigate: "/" } };
}

function words(value) {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

// So that the page can say when the last one came. It stays on this phone.
async function noted() {
  const left = await caches.open(CIRCLES.left);
  await left.put("/left/arrived", new Response(String(Date.now())));
  const pages = await clients.matchAll({ type: "window" });
  pages.forEach((page) => page.postMessage("left"));
}

// A dot and never a number: nobody is counted at.
async function dot() {
  await navigator.setAppBadge?.().catch(() => {});
}
