"""Private details open in their own place, with their own key, and nowhere else."""

import pytest
from sqlalchemy import select, text

from circles import sealing
from circles.database import db
from circles.needs import Need

DOOR = "14 Maple Street, gate code 2284"


@pytest.fixture
def need(world):
    return world.ask(private_details=DOOR)


def reread() -> Need:
    db.session.expire_all()
    return db.session.scalars(select(Need).order_by(Need.title)).first()


def test_sealed_words_are_read_again(need):
    assert reread().private_details == DOOR


def test_nobody_reads_them_in_the_database(need):
    kept = db.session.scalar(text("select private_details_sealed from need"))
    assert b"Maple" not in bytes(kept)
    assert len(kept) == sealing.NONCE + len(DOOR) + 16


def test_the_same_words_never_look_the_same(need):
    first = need.private_details_sealed
    need.private_details = DOOR
    assert need.private_details_sealed != first


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_kept_as_nothing(world, nothing):
    assert world.ask(private_details=nothing).private_details_sealed is None


def test_words_in_every_script_are_kept(world):
    assert world.ask(private_details="14 שערי צדק 🔑\nдверь").private_details.endswith("дверь")


def test_a_value_moved_to_another_row_does_not_open(world, need):
    world.ask(title="Another ask").private_details_sealed = need.private_details_sealed
    db.session.commit()
    with pytest.raises(sealing.BrokenSeal):
        _ = reread().private_details


@pytest.mark.parametrize("place", [b"need.other_column.1", b"slot.private.1", b"need.private.2"])
def test_a_value_opens_at_its_own_place_only(app, place):
    kept = sealing.seal(DOOR, b"need.private.1")
    assert sealing.open_sealed(kept, b"need.private.1") == DOOR
    with pytest.raises(sealing.BrokenSeal):
        sealing.open_sealed(kept, place)


def test_another_key_opens_nothing(need):
    sealing.use_key(bytes(32))
    with pytest.raises(sealing.BrokenSeal):
        _ = reread().private_details


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27, 40])
def test_half_a_value_opens_nothing(app, length):
    kept = sealing.seal(DOOR, b"here")
    with pytest.raises(sealing.BrokenSeal):
        sealing.open_sealed(kept[:length], b"here")


def test_one_changed_bit_is_noticed(app):
    kept = bytearray(sealing.seal(DOOR, b"here"))
    kept[20] ^= 1
    with pytest.raises(sealing.BrokenSeal):
        sealing.open_sealed(bytes(kept), b"here")
