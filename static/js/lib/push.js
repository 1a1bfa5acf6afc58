// What this browser can do about news, and this phone's subscription to it.

const SUBSCRIPTION = "/api/v1/push/subscription";
const TEST = "/api/v1/push/test";
const NOT_NOW = "circles.not-now"; // on this device alone
const SENT = "circles.subscription-sent";
const PATIENCE = 10_000; // milliseconds until a worker that does not start is trouble
const FRESH_FOR = 60 * 60 * 1000; // milliseconds until an open app says again where it is

// "on", "ask", "off" (asked, not now), "blocked", "unsupported", or "install": an iPhone that
// rings only from its Home Screen.
export async function standing() {
  const question = localStorage.getItem(NOT_NOW) ? "off" : "ask";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    if (!isApple() || isInstalled()) return "unsupported";
    return question === "ask" ? "install" : "off";
  }
  if (Notification.permission === "denied") return "blocked";
  return isAllowed() && (await subscription()) ? "on" : question;
}

export function isAllowed() {
  return globalThis.Notification?.permission === "granted";
}

export const putAside = () => localStorage.setItem(NOT_NOW, "yes");

// What a tap needs is awaited before it: the browser wants subscribe() straight from the tap.
let registration;

export async function prepare() {
  registration ??= await worker();
}

export async function turnOn(key) {
  if (!registration) await prepare(); // a very quick tap
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  const manager = registration.pushManager;
  const made = await manager.subscribe(wanted).catch(async (error) => {
    if (error.name !== "InvalidStateError") throw error;
    await (await manager.getSubscription())?.unsubscribe(); // it was made for an older server key
    return manager.subscribe(wanted);
  });
  localStorage.removeItem(NOT_NOW);
  await tell(made);
}

export async function turnOff() {
  putAside();
  await (await subscription())?.unsubscribe();
  await call("DELETE", SUBSCRIPTION);
}

export async function sendTest() {
  await call("POST", TEST);
}

// Push services move phones without a word, so an open app says where it is now and then.
export async function heal() {
  const now = await subscription();
  const before = JSON.parse(sessionStorage.getItem(SENT) ?? "{}");
  if (!now || (before.endpoint === now.endpoint && Date.now() - before.at < FRESH_FOR)) return;
  await tell(now);
}

async function tell(made) {
  const { endpoint, keys } = made.toJSON();
  await call("PUT", SUBSCRIPTION, { endpoint, keys });
  sessionStorage.setItem(SENT, JSON.stringify({ endpoint, at: Date.now() }));
}

async function call(method, path, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
  return answer;
}

// `ready` never says that there will be none.
function worker() {
  const late = (_, reject) => setTimeout(reject, PATIENCE, new Error("No worker started"));
  return Promise.race([navigator.serviceWorker.ready, new Promise(late)]);
}

async function subscription() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  return registration?.pushManager?.getSubscription();
}

function isApple() {
  const isTablet = navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1;
  return /iPhone|iPad|iPod/.test(navigator.userAgent) || isTablet;
}

function isInstalled() {
  return navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
}
