"""The form to offer with, as a phone sends it, in the words of `OfferSchema`."""

from collections.abc import Mapping
from typing import Any

from circles.needs import address_in
from circles.offers.wording import ON


def offer_in(form: Mapping[str, str]) -> dict[str, Any]:
    """What `OfferSchema` loads; weekdays are `on_MO` to `on_SU`."""
    offer: dict[str, Any] = {
        name: form.get(name, "") for name in ("kind", "title", "details", "suits")
    }
    offer["weekdays"] = [day for day in ON if form.get(f"on_{day}")]
    offer["until"] = form.get("until", "").strip() or None
    said = address_in(form)
    return offer | {name: said[name] for name in ("audience", "chosen") if name in said}
