// Passkeys: fetch what to sign, let the phone sign it, and hand over what it signed as text.

// Whether this browser knows passkeys at all; on a page that was not loaded safely it does not.
export const isPossible = () => Boolean(globalThis.PublicKeyCredential && navigator.credentials);

// Whether it can offer them in a field that is marked for them.
export async function isOfferedInFields() {
  const isMarked = document.querySelector('input[autocomplete~="webauthn"]') !== null;
  return isMarked && Boolean(await PublicKeyCredential.isConditionalMediationAvailable?.());
}

// What the server wants signed. `null`: it says no, and its page says why.
export async function challenge(path, { typed, signal } = {}) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(typed), signal });
  return answer.ok ? answer.json() : null;
}

export async function create(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: toBytes(one.id) })),
  };
  return written(await navigator.credentials.create({ publicKey }));
}

export async function get(options, more = {}) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: [], // whoever is there may come in
  };
  return written(await navigator.credentials.get({ publicKey, ...more }));
}

// The person closed the dialog, or let it pass: an answer, and no trouble.
export const isNo = (error) => error.name === "NotAllowedError" || error.name === "AbortError";

// Safari before 18.4 can neither read the options from JSON nor write the answer as JSON.
function written(credential) {
  return JSON.stringify(credential.toJSON?.() ?? spelled(credential));
}

function spelled({ id, rawId, type, authenticatorAttachment, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  return {
    id, type, rawId: toText(rawId), clientExtensionResults: {}, response: Object.fromEntries(given),
    authenticatorAttachment: authenticatorAttachment ?? undefined,
  };
}

function toBytes(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
