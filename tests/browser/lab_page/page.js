// Subscribes on a tap with the key in the address, and writes what came of it into <output>.
const key = new URLSearchParams(location.search).get("key");

navigator.serviceWorker.register("worker.js");

document.querySelector("button").addEventListener("click", async () => {
  const byPerson = navigator.userActivation.isActive;
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  document.querySelector("output").textContent = JSON.stringify({
    byPerson,
    ...subscription.toJSON(),
  });
});
