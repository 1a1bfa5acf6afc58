"""The system's Chromium at the size of a phone, driven by Playwright.

Chromium cannot subscribe to push without Google's network: `pretend_push` answers the page with a
subscription of ours, and `deliver_push` wakes its service worker over the DevTools protocol.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, sync_playwright

from tests.browser.page_scripts import NOTIFICATIONS, WORKER_IS_ACTIVE

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = next(filter(None, map(shutil.which, _NAMES)), "chromium")
PATIENCE = 60  # seconds; the machine may be loaded
SETTLING = 500  # milliseconds; Chromium forgets a notification that is asked for while it appears
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

_PRETEND_PUSH = """
(({endpoint, keys}) => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer;
  const subscription = (options) => ({
    endpoint, options, expirationTime: null,
    getKey: (name) => bytes(keys[name]),
    toJSON: () => ({endpoint, expirationTime: null, keys}),
    unsubscribe: async () => { localStorage.removeItem("pretended push"); return true; },
  });
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem("pretended push", options.applicationServerKey);
    return subscription(options);
  };
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem("pretended push");
    return key && subscription({userVisibleOnly: true, applicationServerKey: bytes(key)});
  };
})
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; make one per test session and a context per person."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=PROGRAM, args=FLAGS, timeout=PATIENCE * 1000
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def phone(
    browser: Browser, base_url: str, theme: str = "light", javascript: bool = True, **more: Any
) -> Iterator[BrowserContext]:
    """A phone of its own: 390x844, touch, `theme` "light" or "dark", with or without JavaScript.

    `more` goes to Playwright's `new_context`, for another size or locale.
    """
    context = browser.new_context(
        **(_PHONE | {"base_url": base_url, "color_scheme": theme} | more),
        java_script_enabled=javascript,
    )
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context
    finally:
        context.close()


def allow_notifications(context: BrowserContext, origin: str) -> None:
    """As if the person had said yes to the browser's question."""
    context.grant_permissions(["notifications"], origin=origin)


def pretend_push(context: BrowserContext, subscription: dict[str, Any]) -> None:
    """Make `pushManager.subscribe` resolve with this subscription, as of the next page load.

    `getSubscription` remembers it until `unsubscribe`. The worker itself is left as it is.
    """
    context.add_init_script(f"{_PRETEND_PUSH}({json.dumps(subscription)})")


def deliver_push(page: Page, origin: str, payload: object) -> None:
    """A real push event at the service worker of an origin; objects travel as JSON.

    Waits until the worker is active; AssertionError if it never is.
    """
    deliver_pushes(page, origin, [payload])


def deliver_pushes(page: Page, origin: str, payloads: Iterable[object]) -> None:
    """Many of them, one right after the other."""
    wait_until(page, lambda: page.evaluate(WORKER_IS_ACTIVE))
    protocol = page.context.new_cdp_session(page)
    there = {"origin": origin, "registrationId": _registration(page, protocol, origin)}
    for payload in payloads:
        data = payload if isinstance(payload, str) else json.dumps(payload)
        protocol.send("ServiceWorker.deliverPushMessage", there | {"data": data})
    protocol.detach()


def notifications(page: Page) -> list[dict[str, Any]]:
    """What the service worker of this page shows now."""
    return page.evaluate(NOTIFICATIONS)


def wait_for_notifications(page: Page, count: int = 1) -> list[dict[str, Any]]:
    """What is shown once it is at least `count`; AssertionError after PATIENCE."""
    page.wait_for_timeout(SETTLING)
    wait_until(page, lambda: len(notifications(page)) >= count)
    return notifications(page)


def _holds(condition: Callable[[], Any]) -> bool:
    """A page that is just leaving for another has no answer yet."""
    try:
        return bool(condition())
    except Error as leaving:
        if "Execution context was destroyed" in str(leaving):
            return False
        raise


def wait_until(page: Page, condition: Callable[[], Any]) -> None:
    """Ask again and again, letting Playwright work in between; AssertionError after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not _holds(condition):
        assert time.monotonic() < deadline, f"not within {PATIENCE} s on {page.url}"
        page.wait_for_timeout(50)


def _registration(page: Page, protocol: CDPSession, origin: str) -> str:
    found: dict[str, str] = {}

    def remember(event: dict[str, Any]) -> None:
        for registration in event["registrations"]:
            if registration["scopeURL"].startswith(f"{origin}/") and not registration["isDeleted"]:
                found["id"] = registration["registrationId"]

    protocol.on("ServiceWorker.workerRegistrationUpdated", remember)
    protocol.send("ServiceWorker.enable")
    wait_until(page, lambda: "id" in found)
    return found["id"]
