// A phone that rang goes on ringing. Push services move phones and let go of them without a word,
// and on iPhones nothing of ours is told; so an open app looks now and then. It needs no tap, where
// the person has allowed it, and says nothing where it works.

import { SUBSCRIPTION, hasRung, subscription, tell, toldAt } from "./push.js";

const KEY = "/api/v1/push/key";
const FRESH_FOR = 60 * 60 * 1000; // milliseconds until an open app looks again

let underWay;

// Rejects where this phone cannot be brought back without its person.
export function heal() {
  underWay ??= mend().finally(() => (underWay = undefined));
  return underWay;
}

async function mend() {
  const now = await subscription();
  if (now && Date.now() - toldAt(now) < FRESH_FOR) return;
  if (!hasRung()) {
    if (now) await tell(now); // it may just be turned on: then it is new, and gets its proof
    return;
  }
  const [key, isKnown] = await Promise.all([serverKey(), isKnownToServer()]);
  const isGood = now && isKnown && isFor(now, key);
  await tell(isGood ? now : await renew(now, key), { is_back: true });
}

async function serverKey() {
  const answer = await fetch(KEY);
  if (!answer.ok) throw new Error(`The key was answered with ${answer.status}`);
  return (await answer.json()).key;
}

// The server forgets an address when the push service does: that one is dead.
async function isKnownToServer() {
  const answer = await fetch(SUBSCRIPTION);
  if (!answer.ok && answer.status !== 404) throw new Error(`Answered with ${answer.status}`);
  return answer.ok;
}

// Whether it was made with the key that the server has now.
function isFor({ options }, key) {
  const made = options?.applicationServerKey;
  if (!made) return true; // this browser does not say
  const letters = btoa(String.fromCharCode(...new Uint8Array(made)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key;
}

async function renew(old, key) {
  await old?.unsubscribe();
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}
