"""A phone that gets pushes."""

import base64
import binascii
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import ForeignKey, String, and_, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock, fact
from circles.accounts import Session
from circles.database import db
from circles.fact import Fact
from circles.membership import Circle
from circles.notifications.endpoint import ENDPOINT_LENGTH, Endpoint, UnfitSubscription
from circles.phrase import Phrase
from circles.refusal import Refusal

PHONE_ADDED = "phone.added"

MOST_TRIES, TRIES_WITHIN = 3, timedelta(minutes=1)
"""Enough for a finger that taps again because nothing rang at once."""

POINT_BYTES = 65
"""An uncompressed P-256 point (RFC 8291, section 3.1)."""
AUTH_BYTES = 16
"""The authentication secret (RFC 8291, section 3.2)."""


class NoPhoneHere(Refusal):
    """This device gets no pushes, so none can be tried."""

    code = "no_push_subscription"
    nature = "missing"

    def __init__(self) -> None:
        super().__init__(Phrase("Notifications are not on for this phone."))


class PushSubscription(db.Model):
    """Where the pushes of one signed-in device go, and for whose key they are sealed."""

    __tablename__ = "push_subscription"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), unique=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    endpoint: Mapped[str] = mapped_column(String(ENDPOINT_LENGTH), unique=True)
    p256dh: Mapped[str] = mapped_column(String(88))
    auth: Mapped[str] = mapped_column(String(24))
    audience: Mapped[str] = mapped_column(String(255), index=True)
    created_at: Mapped[datetime]

    @classmethod
    def of(cls, session: Session) -> "PushSubscription | None":
        """The subscription of this device."""
        return db.session.scalar(select(cls).where(cls.session_id == session.id))

    @classmethod
    def keep(
        cls,
        session: Session,
        endpoint: str,
        p256dh: str,
        auth: str,
        origins: Collection[str],
        is_back: bool = False,
    ) -> "PushSubscription":
        """Send this device's pushes here from now on; raises `UnfitSubscription`.

        Phones say it again whenever the app opens, for their address may have changed
        without a word. A phone that was not known gets a first push, as a proof, unless it
        only `is_back`: it had healed by itself, and its person did nothing.
        """
        to = Endpoint.parse(endpoint, origins)
        keys = {"p256dh": _point(p256dh), "auth": _secret(auth)}
        cls._make_way(session, to)
        kept = cls.of(session)
        if kept is not None:
            kept.endpoint, kept.audience = to.url, to.audience
            kept.p256dh, kept.auth = keys["p256dh"], keys["auth"]
            return kept
        new = cls(
            session_id=session.id,
            person_id=session.person_id,
            endpoint=to.url,
            audience=to.audience,
            created_at=clock.now(),
            **keys,
        )
        db.session.add(new)
        if not is_back:
            new.ring(session)
        return new

    @classmethod
    def let_go(cls, session: Session) -> None:
        """No more pushes to this device; what was on its way there goes too."""
        db.session.execute(delete(cls).where(cls.session_id == session.id))

    def ring(self, session: Session) -> None:
        """Try it: a push to this phone alone. Says nothing to a person without a circle, nor to
        whoever tries it again and again: a push service that had enough would leave everyone's
        phones alone for a while."""
        if self.id is not None and _tries_of(self) >= MOST_TRIES:
            return
        home = db.session.scalar(
            Circle.visible_to(session.person).with_only_columns(Circle.id).limit(1)
        )
        if home is not None:
            fact.record(PHONE_ADDED, home, None, self.person_id, self.id)

    @classmethod
    def _make_way(cls, session: Session, to: Endpoint) -> None:
        """One device asks at a time, and an address belongs to whoever has the phone now.

        Two tabs may say the same thing at once: the lock lets the second see the
        first's row. The address may still stand with whoever was signed in before on
        this phone; their news must not arrive here.
        """
        db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update())
        db.session.execute(delete(cls).where(cls.endpoint == to.url, cls.session_id != session.id))


def _tries_of(phone: PushSubscription) -> int:
    lately = and_(Fact.kind == PHONE_ADDED, Fact.recorded_at > clock.now() - TRIES_WITHIN)
    found = select(func.count(Fact.id)).where(lately, Fact.detail_id == phone.id)
    return db.session.scalar(found) or 0


def _point(text: str) -> str:
    raw = _decoded(text)
    if len(raw) != POINT_BYTES or not _is_on_the_curve(raw):
        raise UnfitSubscription(
            Phrase("This is not the public key of a push subscription."), field="keys.p256dh"
        )
    return _encoded(raw)


def _is_on_the_curve(raw: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return True


def _secret(text: str) -> str:
    raw = _decoded(text)
    if len(raw) != AUTH_BYTES:
        raise UnfitSubscription(
            Phrase("This is not the secret of a push subscription."), field="keys.auth"
        )
    return _encoded(raw)


def _decoded(text: str) -> bytes:
    """Base64url with or without padding; empty if it is something else."""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
