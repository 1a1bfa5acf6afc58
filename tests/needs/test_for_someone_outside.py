"""Asking for somebody who is in no circle: whoever asks says that they said yes."""

import pytest

from circles.accounts import export_of
from circles.needs import sign_up
from circles.notifications import fan_out
from circles.refusal import Invalid
from tests.form_page import FormPage

TITLE = "Dinners next door"


def test_for_someone_outside_it_says_that_they_said_yes(world):
    address = world.address(for_name="Mr Brown", attested=True)
    need = world.ask("Sam", title=TITLE, address=address)
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}")).words
    assert "Asked by Sam for Mr Brown, who has said yes" in page
    fan_out()
    news = FormPage(world.client("Ines").get("/inbox")).words
    assert f"Sam asks for Mr Brown: {TITLE}" in news
    assert sign_up(need.slots[0], world.sam), "whoever asks may help, too"
    assert export_of(world.sam)["asks"][0]["for_name"] == "Mr Brown"


@pytest.mark.parametrize(
    ("whom", "field"),
    [
        ({"for_name": "Mr Brown"}, "attested"),
        ({"for_name": "Mr Brown", "attested": True, "for_member": "Ruth"}, "for_name"),
        ({"for_member": "Sam"}, "for_member"),
        ({"for_member": "Clara"}, "for_member"),
    ],
)
def test_whom_it_cannot_be_for(world, whom, field):
    with pytest.raises(Invalid) as refused:
        world.ask("Sam", address=world.address(**whom))
    assert refused.value.field == field
