// Nothing of a person stays on the phone after they signed out: not its subscription, nor what was
// kept, nor the dot, nor news on the lock screen. It takes 2 seconds at most; then the form goes
// anyway, and the server forgets the phone by itself.

import { turnOff } from "./push.js";

const PATIENCE = 2000; // milliseconds

export function clearOnSignOut(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([clear(), new Promise((done) => setTimeout(done, PATIENCE))]);
    form.submit();
  });
}

async function clear() {
  const leaving = [turnOff(), forgetKept(), closeNews(), navigator.clearAppBadge?.()];
  sessionStorage.clear();
  localStorage.clear(); // the next person on this phone is asked anew
  await Promise.allSettled(leaving);
}

async function forgetKept() {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function closeNews() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  const shown = (await registration?.getNotifications()) ?? [];
  shown.forEach((notification) => notification.close());
}
