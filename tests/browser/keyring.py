"""The passkeys of a phone, played by Chromium (DevTools protocol, domain WebAuthn).

keyring = Keyring(page)
page.get_by_role("button", name="Add a passkey").tap()
"""

from typing import Any

from playwright.sync_api import Page

_BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

# Chromium's played phone answers a quiet offer at once, as if the person had picked their name.
_NO_QUIET_OFFER = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;"

# What Safari before 18.4 lacks.
_OLDER = """
delete PublicKeyCredential.parseCreationOptionsFromJSON;
delete PublicKeyCredential.parseRequestOptionsFromJSON;
delete PublicKeyCredential.prototype.toJSON;
"""


class Keyring:
    """Of the phone that shows this page. Its person says yes at once, and is who they are."""

    def __init__(self, page: Page):
        self._protocol = page.context.new_cdp_session(page)
        self._protocol.send("WebAuthn.enable")
        made = self._protocol.send("WebAuthn.addVirtualAuthenticator", {"options": _BUILT_IN})
        self._which = {"authenticatorId": made["authenticatorId"]}

    def held(self) -> list[dict[str, Any]]:
        """The passkeys that are in it."""
        return self._protocol.send("WebAuthn.getCredentials", self._which)["credentials"]

    def somebody_else_holds_it(self) -> None:
        """From now on face, finger and screen lock are wrong."""
        self._protocol.send("WebAuthn.setUserVerified", self._which | {"isUserVerified": False})


def without_quiet_offer(page: Page) -> None:
    """A browser that offers passkeys at a tap alone, as of the next page load."""
    page.add_init_script(_NO_QUIET_OFFER)


def older(page: Page) -> None:
    """A browser that knows passkeys, but not yet how to write them as JSON."""
    page.add_init_script(_OLDER)


def without_passkeys(page: Page) -> None:
    """A browser that does not know passkeys."""
    page.add_init_script("delete window.PublicKeyCredential;")
