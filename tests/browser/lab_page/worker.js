// Shows what is pushed, as the notification of a declarative push, and opens its page on a tap.
addEventListener("install", () => skipWaiting());
addEventListener("push", (event) => {
  const { title, navigate, ...rest } = event.data.json().notification;
  event.waitUntil(registration.showNotification(title, { ...rest, data: { navigate } }));
});
addEventListener("notificationclick", (event) => {
  event.waitUntil(clients.openWindow(event.notification.data.navigate));
});
