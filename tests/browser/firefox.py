"""Stock Firefox, headless, subscribed to the push service of the tests.

No driver program stands in between: Firefox speaks WebDriver BiDi itself.

    with PushService() as service, firefox(service.websocket) as browser:
        browser.open("http://127.0.0.1:8000/you")
        browser.click("this-phone button")      # a real click: the page may ask for permission
        browser.wait_for_notifications()
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.browser.bidi import Bidi, BidiError
from tests.browser.page_scripts import NOTIFICATIONS

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox-esr"
PATIENCE = 60  # seconds; the machine may be loaded

_PREFERENCES = {
    "dom.push.testing.allowInsecureServerURL": True,
    # Remote control turns the connection off where user.js does not insist.
    "dom.push.connection.enabled": True,
    "dom.push.retryBaseInterval": 500,  # milliseconds until it reconnects
    "permissions.default.desktop-notification": 1,
    # No notification daemon runs under test; Firefox shows notifications by itself.
    "alerts.useSystemBackend": False,
    # Nothing but the app and the push service is spoken to.
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "services.settings.server": "data:,",
}

# Runs in the window Firefox draws for a notification; onAlertClick is its own click handler.
_TAP = """(() => {
    if (document.getElementById("alertTitleLabel").getAttribute("value") !== %s) return false;
    onAlertClick();
    return true;
})()"""


@contextmanager
def firefox(push_websocket: str) -> Iterator["Firefox"]:
    """A fresh Firefox that takes its pushes from this address; it ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Firefox(Path(profile), push_websocket)
        try:
            browser.start()
            yield browser
        finally:
            browser.quit()


class Firefox:
    """One Firefox with one tab. Selectors are CSS; whatever is waited for is waited for 60 s."""

    def __init__(self, profile: Path, push_websocket: str):
        self._profile = profile
        preferences = _PREFERENCES | {"dom.push.serverURL": push_websocket}
        lines = (f'user_pref("{k}", {json.dumps(v)});\n' for k, v in preferences.items())
        (profile / "user.js").write_text("".join(lines))

    def start(self) -> None:
        """Start the program and wait until it can be spoken to."""
        self._process = _launched(self._profile)
        self._bidi = Bidi(_address(self._profile, self._process), PATIENCE)
        self._tab = self._tabs()[0]["context"]

    def quit(self) -> None:
        """End this Firefox, with its child processes, and no other."""
        with suppress(Exception):
            self._bidi.send("browser.close")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        with suppress(Exception):
            self._bidi.close()

    @property
    def pid(self) -> int:
        """Its process, which leads a session of its own."""
        return self._process.pid

    def open(self, url: str) -> None:
        """Go to an address and wait until the page has loaded."""
        self._bidi.send("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    @property
    def url(self) -> str:
        """Where the tab is."""
        return self.eval("location.href")

    def eval(self, expression: str) -> Any:
        """The value of an expression in the page, awaited, as JSON carries it."""
        answer = self._evaluate(f"(async () => JSON.stringify(await ({expression})) ?? 'null')()")
        return json.loads(answer["value"])

    def text(self, selector: str) -> str:
        """The text of the first element that is there, as a reader sees it."""
        self._element(selector)
        return self.eval(f"document.querySelector({json.dumps(selector)}).innerText")

    def click(self, selector: str) -> None:
        """A real click in the middle of an element, which counts as an act of the person."""
        pointer = {"type": "pointer", "id": "mouse", "actions": _click_on(self._element(selector))}
        self._bidi.send("input.performActions", context=self._tab, actions=[pointer])

    def type(self, selector: str, text: str) -> None:
        """Replace what is in a field by a text, key by key."""
        self._element(selector)
        self.eval(f"document.querySelector({json.dumps(selector)}).select()")
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": strokes}
        self._bidi.send("input.performActions", context=self._tab, actions=[keyboard])

    def cookies(self) -> dict[str, str]:
        """Names and values of all cookies of this profile."""
        jar = self._bidi.send("storage.getCookies")["cookies"]
        return {cookie["name"]: cookie["value"]["value"] for cookie in jar}

    def notifications(self) -> list[dict[str, Any]]:
        """What the service worker of this page shows now."""
        return self.eval(NOTIFICATIONS)

    def wait_for_notifications(self, count: int = 1) -> list[dict[str, Any]]:
        """What is shown, once it is at least `count`."""
        self.wait_for(lambda: len(self.notifications()) >= count)
        return self.notifications()

    def tap_notification(self, title: str) -> None:
        """A tap on what is shown under this title. Firefox closes notifications after 20 s."""
        try:
            self.wait_for(lambda: any(self._tap(alert, title) for alert in self._alerts()))
        except AssertionError as late:
            raise AssertionError(f"there is {self._alerts()}, {self.notifications()}") from late

    def follow(self, url: str) -> None:
        """Go on in the tab that is at this address, once there is one."""
        tabs = self.wait_for(lambda: [t for t in self._tabs() if t["url"] == url])
        self._tab = tabs[0]["context"]

    def wait_for(self, condition: str | Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """The first true value of an expression in the page, or of a function.

        A page that is just being left does not count as an error. AssertionError after `timeout`.
        """
        deadline, failure = time.monotonic() + timeout, None
        while time.monotonic() < deadline:
            try:
                outcome = self.eval(condition) if isinstance(condition, str) else condition()
                if outcome:
                    return outcome
            except BidiError as error:
                failure = error
            time.sleep(0.05)
        raise AssertionError(f"not within {timeout} s: {condition}; last error: {failure}")

    def _tabs(self) -> list[dict[str, Any]]:
        return self._bidi.send("browsingContext.getTree", maxDepth=0)["contexts"]

    def _alerts(self) -> list[dict[str, Any]]:
        windows = self._bidi.send("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        return [window for window in windows if window["url"].endswith("/alerts/alert.xhtml")]

    def _tap(self, alert: dict[str, Any], title: str) -> bool:
        """Whether this alert has the title; if so it has been clicked."""
        return self._evaluate(_TAP % json.dumps(title), alert["context"])["value"]

    def _element(self, selector: str) -> dict[str, Any]:
        """A reference to the first element of a selector, once it can be seen, in view."""
        look = f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            if (!found?.checkVisibility()) return null;
            found.scrollIntoView({{block: "center", behavior: "instant"}});
            return found;
        }})()"""
        return self.wait_for(lambda: self._evaluate(look).get("sharedId") and self._evaluate(look))

    def _evaluate(self, expression: str, tab: str | None = None) -> dict[str, Any]:
        target = {"context": tab or self._tab}
        answer = self._bidi.send(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return answer["result"]


def _launched(profile: Path) -> subprocess.Popen[bytes]:
    remote = ["--remote-debugging-port=0", "--remote-allow-system-access"]
    return subprocess.Popen(
        [PROGRAM, "--headless", "--no-remote", "--profile", str(profile), *remote],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own, so that its children end with it
    )


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Where it listens: Firefox writes this into its profile once it is ready."""
    written, deadline = profile / "WebDriverBiDiServer.json", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"Firefox ended with {process.returncode}"
        with suppress(FileNotFoundError, ValueError):
            server = json.loads(written.read_text())
            return f"ws://{server['ws_host']}:{server['ws_port']}/session"
        time.sleep(0.05)
    raise AssertionError(f"Firefox did not listen within {PATIENCE} s")


def _click_on(element: dict[str, Any]) -> list[dict[str, Any]]:
    origin = {"type": "element", "element": {"sharedId": element["sharedId"]}}
    return [
        {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
