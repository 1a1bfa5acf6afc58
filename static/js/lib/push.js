// What this browser can do about news, and this phone's subscription to it.

export const SUBSCRIPTION = "/api/v1/push/subscription";
const TEST = "/api/v1/push/test";
const NOT_NOW = "circles.not-now"; // on this device alone
const HAS_RUNG = "circles.has-rung";
const SENT = "circles.subscription-sent";
const PATIENCE = 10_000; // milliseconds until a worker that does not start is trouble

// "on", "ask", "off" (asked, not now), "lost" (it rang and cannot be brought back without a tap),
// "blocked", "unsupported", or "install": an iPhone that rings only from its Home Screen.
export async function standing() {
  const question = localStorage.getItem(NOT_NOW) ? "off" : "ask";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    if (!isApple() || isInstalled()) return "unsupported";
    return question === "ask" ? "install" : "off";
  }
  if (Notification.permission === "denied") return "blocked";
  if (isAllowed() && (await subscription())) return "on";
  if (!isAllowed() || !hasRung()) return question;
  const { heal } = await import("./healing.js");
  return heal().then(() => "on", () => "lost");
}

export const isAllowed = () => globalThis.Notification?.permission === "granted";
export const hasRung = () => localStorage.getItem(HAS_RUNG) !== null;
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
  localStorage.removeItem(HAS_RUNG);
  await (await subscription())?.unsubscribe();
  await call("DELETE", SUBSCRIPTION);
}

export async function sendTest() {
  await call("POST", TEST);
}

export async function tell(made, more = {}) {
  const { endpoint, keys } = made.toJSON();
  await call("PUT", SUBSCRIPTION, { endpoint, keys, ...more });
  localStorage.setItem(HAS_RUNG, "yes");
  sessionStorage.setItem(SENT, JSON.stringify({ endpoint, at: Date.now() }));
}

// When, in milliseconds, the server last heard of this address.
export function toldAt({ endpoint }) {
  const told = JSON.parse(sessionStorage.getItem(SENT) ?? "{}");
  return told.endpoint === endpoint ? told.at : 0;
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

export async function subscription() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  return registration?.pushManager?.getSubscription();
}

export function isApple() {
  const isTablet = navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1;
  return /iPhone|iPad|iPod/.test(navigator.userAgent) || isTablet;
}

function isInstalled() {
  return navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
}
