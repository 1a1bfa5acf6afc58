// The ring at the door. The payload is a declarative push message: {web_push: 8030,
// notification: {title, body, navigate, lang, dir, tag}}. Something is always shown, whatever
// arrives: a phone that is woken for nothing loses its subscription for good.

addEventListener("push", (event) => {
  event.waitUntil(ring(read(event.data)));
  event.waitUntil(dot());
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
function options({ title, body, navigate, lang, dir, tag }) {
  const about = words(tag) ?? "";
  return {
    ...plain(),
    body: words(title) ? (words(body) ?? "") : CIRCLES.body,
    lang: words(lang) ?? "",
    dir: ["ltr", "rtl"].includes(dir) ? dir : "auto",
    tag: about,
    renotify: about !== "",
    data: { navigate: words(navigate) ?? "/" },
  };
}

function plain() {
  return { body: CIRCLES.body, icon: CIRCLES.icon, badge: CIRCLES.badge, data: { navigate: "/" } };
}

function words(value) {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

// A dot and never a number: nobody is counted at.
async function dot() {
  await navigator.setAppBadge?.().catch(() => {});
}
