// "I can" and "Not this time" on the notification itself, without opening the app. What became of
// a yes is always said, by a notification in the place of the one that was tapped. "Not this time"
// tells nobody: a mark waits on this phone for the next page, which hides the ask.

const PATIENCE = 10_000; // milliseconds for an answer of the server
const SOON = 6 * 24 * 60 * 60 * 1000; // milliseconds within which a weekday's name says it all

const DEEDS = new Map([
  ["sign-up", sayYes],
  ["put-aside", putAside],
]);

addEventListener("notificationclick", (event) => {
  const deed = DEEDS.get(event.action);
  if (!deed) return; // taps.js
  event.notification.close();
  event.waitUntil(deed(event.notification));
});

async function sayYes(asked) {
  const said = await send(asked.data).then(heard, unheard);
  const { title, body, ...about } = said(asked.data);
  await registration.showNotification(title, {
    body,
    icon: CIRCLES.icon,
    badge: CIRCLES.badge,
    lang: CIRCLES.region,
    tag: asked.tag,
    actions: about.slot ? [{ action: "sign-up", title: CIRCLES.answers.can }] : [],
    data: { ...asked.data, ...about },
  });
}

// The key came with the notification: trying again is the same yes, and done once.
async function send({ slot, key }) {
  const answer = await fetch(`/api/v1/slots/${slot}/sign-up`, {
    method: "PUT",
    headers: { "Idempotency-Key": key },
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { status: answer.status, told: await answer.json().catch(() => ({})) };
}

function heard({ status, told }) {
  if (status === 200) return ({ slot }) => thanks(told.slots?.find(({ id }) => id === slot));
  if (status === 401) return () => ({ ...CIRCLES.answers.signedOut, navigate: "/sign-in" });
  if (told.code === "slot_full") return ({ need }) => late(told.still_open ?? [], need);
  if (status === 404 || status === 410) return () => CIRCLES.answers.gone;
  if (status === 409) return () => ({ title: CIRCLES.title, body: told.detail });
  return ({ slot }) => ({ ...CIRCLES.answers.broken, slot });
}

function unheard() {
  return ({ slot }) => ({ ...CIRCLES.answers.offline, slot });
}

function thanks(place) {
  if (place && place.state !== "promised") return { ...CIRCLES.answers.waits, slot: undefined };
  const { title, on, done } = CIRCLES.answers.thanks;
  return { title, body: dated(on, place) ?? done, slot: undefined };
}

// Someone was first. Another day that is open can be taken by the same thumb.
function late([next], need) {
  const { title, on, open, full } = CIRCLES.answers.late;
  if (!next) return { title, body: full };
  const navigate = `/needs/${need}#slot-${next.id}`;
  return { title, body: dated(on, next) ?? open, navigate, slot: next.id, key: crypto.randomUUID() };
}

// The sentence with the day of a place in it; nothing for "whenever it suits".
function dated(sentence, place) {
  const day = place?.starts_at?.slice(0, 10);
  if (!day) return undefined;
  const noon = new Date(`${day}T12:00Z`);
  const date = noon - Date.now() < SOON ? {} : { day: "numeric", month: "long" };
  const options = { weekday: "long", timeZone: "UTC", ...date };
  return sentence.replace("{day}", noon.toLocaleDateString(CIRCLES.region, options));
}

async function putAside({ data }) {
  const left = await caches.open(CIRCLES.left);
  await left.put(`/left/put-aside/${data.need}`, new Response(String(Date.now())));
  const pages = await clients.matchAll({ type: "window" });
  pages.forEach((page) => page.postMessage("left"));
}
