// A tap on a notification leads to what it is about: in the window that is open, or in a new one.

addEventListener("notificationclick", (event) => {
  if (event.action) return; // answers.js
  event.notification.close();
  event.waitUntil(show(destination(event.notification.data?.navigate)));
});

// Only places of our own, whatever the message said.
function destination(address) {
  const home = new URL("/", location.origin);
  try {
    const wanted = new URL(address ?? home, home);
    return wanted.origin === home.origin ? wanted.href : home.href;
  } catch {
    return home.href;
  }
}

async function show(address) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const [nearest] = open.sort((a, b) => Number(b.focused) - Number(a.focused));
  if (!nearest) return clients.openWindow(address);
  const front = await nearest.focus().catch(() => nearest);
  if (front.url === address) return front;
  return front.navigate(address).catch(() => clients.openWindow(address));
}
