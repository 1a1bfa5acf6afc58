"""Phones and news for programs."""

import uuid
from typing import Any

from circles.api import AfterSchema, Routes, page
from circles.cursor import read_cursor, write_cursor
from circles.membership import Circle, membership_in
from circles.notifications.channels.vapid import public_key
from circles.notifications.endpoint import UnfitSubscription
from circles.notifications.inbox import Item, inbox
from circles.notifications.notification import Notification
from circles.notifications.pages.letters import CHOICES, gets_letters, require_letters
from circles.notifications.preference import NoLetters, Preference
from circles.notifications.quiet_time import NoQuietTime, QuietTime
from circles.notifications.rest import NoRest, Rest, RestTooLong
from circles.notifications.schemas import (
    KeptSubscriptionSchema,
    NotificationSchema,
    PreferencesSchema,
    PushKeySchema,
    PushSubscriptionSchema,
    QuietTimeSchema,
    ReadingSchema,
    RestSchema,
)
from circles.notifications.subscription import NoPhoneHere, PushSubscription
from circles.refusal import Invalid
from circles.web import me, say, settings

routes = Routes("notifications", "What rings, and what was heard.")


@routes.get("/push/key")
@routes.response(200, PushKeySchema)
def show_push_key() -> dict[str, str]:
    """The key that this device subscribes to pushes with."""
    return {"key": public_key(settings().vapid_private_key)}


@routes.get("/push/subscription")
@routes.response(200, KeptSubscriptionSchema)
@routes.refuses(NoPhoneHere)
def show_push_subscription() -> PushSubscription:
    """Where the pushes of this device go. None go anywhere once its push service said that it
    knows the address no more."""
    phone = PushSubscription.of(me().session)
    if phone is None:
        raise NoPhoneHere
    return phone


@routes.put("/push/subscription")
@routes.arguments(PushSubscriptionSchema)
@routes.response(204)
@routes.refuses(UnfitSubscription)
def keep_push_subscription(typed: dict[str, Any]) -> None:
    """Send the pushes of this device there. The first time, one comes as a proof."""
    PushSubscription.keep(
        me().session,
        endpoint=typed["endpoint"],
        p256dh=typed["keys"]["p256dh"],
        auth=typed["keys"]["auth"],
        origins=settings().push_allowed_origins,
        is_back=typed["is_back"],
    )


@routes.delete("/push/subscription")
@routes.response(204)
def let_go_of_push_subscription() -> None:
    """Send no more pushes to this device."""
    PushSubscription.let_go(me().session)


@routes.post("/push/test")
@routes.response(204)
@routes.refuses(NoPhoneHere)
def try_push() -> None:
    """Send a push to this device alone."""
    phone = PushSubscription.of(me().session)
    if phone is None:
        raise NoPhoneHere
    phone.ring(me().session)


@routes.get("/notifications")
@routes.arguments(AfterSchema, location="query")
@routes.response(200, page(NotificationSchema))
@routes.refuses(Invalid)
def list_notifications(asked: dict[str, Any]) -> dict[str, Any]:
    """What happened, the newest first; what no longer matters is left out."""
    found = inbox(me().person, read_cursor(asked["after"]))
    return {"items": [_said(item) for item in found.items], "next": write_cursor(found.after)}


@routes.post("/notifications/reading")
@routes.arguments(ReadingSchema, required=False)
@routes.response(204)
def read_notifications(typed: dict[str, Any]) -> None:
    """These have been seen, as they were; without `seen`, everything so far.

    News of one thing takes the place of older news of it: with `happened_at` what came after you
    looked stays new.
    """
    if "seen" in typed:
        Notification.read(me().person, [(one["id"], one["happened_at"]) for one in typed["seen"]])
    else:
        Notification.read_all(me().person)


@routes.get("/me/rest")
@routes.response(200, RestSchema)
@routes.refuses(NoRest)
def show_rest() -> Rest:
    """The rest you are having; nobody else can read it."""
    found = Rest.of(me().person)
    if found is None:
        raise NoRest
    return found


@routes.put("/me/rest")
@routes.arguments(RestSchema)
@routes.response(200, RestSchema)
@routes.refuses(RestTooLong)
def begin_rest(typed: dict[str, Any]) -> Rest:
    """Rest: no asks reach you, in none of your circles, and nobody is told."""
    return Rest.begin(me().person, typed["until"])


@routes.delete("/me/rest")
@routes.response(204)
def end_rest() -> None:
    """Be there again."""
    Rest.end(me().person)


@routes.get("/circles/<uuid:circle_id>/preferences")
@routes.response(200, PreferencesSchema)
def show_preferences(circle_id: uuid.UUID) -> dict[str, Any]:
    """What rings for you in a circle. Nobody else can read it."""
    return _chosen(Preference.of(membership_in(me().visible(Circle, circle_id))))


@routes.patch("/circles/<uuid:circle_id>/preferences")
@routes.arguments(PreferencesSchema)
@routes.response(200, PreferencesSchema)
@routes.refuses(NoLetters)
def update_preferences(typed: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """Choose what rings for you in a circle."""
    place = membership_in(me().visible(Circle, circle_id))
    require_letters(typed)
    return _chosen(Preference.change(place, **typed))


@routes.get("/me/quiet-time")
@routes.response(200, QuietTimeSchema)
def show_quiet_time() -> QuietTime:
    """When your phones keep silent."""
    return QuietTime.of(me().person)


@routes.patch("/me/quiet-time")
@routes.arguments(QuietTimeSchema)
@routes.response(200, QuietTimeSchema)
@routes.refuses(NoQuietTime)
def update_quiet_time(typed: dict[str, Any]) -> QuietTime:
    """Choose when your phones keep silent."""
    return QuietTime.change(me().person, **typed)


def _chosen(preference: Preference) -> dict[str, Any]:
    hidden = () if gets_letters() else CHOICES
    return {
        name: getattr(preference, name) for name in PreferencesSchema().fields if name not in hidden
    }


def _said(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "circle_id": item.circle_id,
        "kind": item.kind,
        "line": say(item.words.line),
        "path": item.words.path,
        "happened_at": item.happened_at,
        "is_new": item.is_new,
    }
