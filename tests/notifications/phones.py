"""Phones as the application comes to know them."""

from circles.accounts import Session
from circles.database import db
from circles.notifications import PushSubscription
from tests.push_device import Device
from tests.world import World


def add_phone(world: World, name: str, device: Device) -> PushSubscription:
    """This person turns notifications on, on a device of their own."""
    session = Session.open(world.people[name], "a phone")
    db.session.flush()
    origins = world.app.config["CIRCLES"].push_allowed_origins
    kept = PushSubscription.keep(session, device.endpoint, device.p256dh, device.auth, origins)
    db.session.commit()
    return kept
