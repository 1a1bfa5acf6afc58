// The push service gave this phone a new address: tell the server, or the phone falls silent.

addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(move(event));
});

async function move({ oldSubscription, newSubscription }) {
  const subscription = newSubscription ?? (await subscribe(oldSubscription?.options));
  const { endpoint, keys } = subscription.toJSON();
  await fetch("/api/v1/push/subscription", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ endpoint, keys, is_back: true }),
  });
}

async function subscribe(options) {
  const applicationServerKey = options?.applicationServerKey ?? (await serverKey());
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

async function serverKey() {
  const answer = await fetch("/api/v1/push/key");
  return (await answer.json()).key;
}
