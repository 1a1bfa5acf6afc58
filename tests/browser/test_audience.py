"""Asking a few, and asking for someone else, on phones."""

import re

import pytest

from tests.browser.journey_ways import begin, phones
from tests.browser.member import Member

COMPANY = "Someone to sit with me"
LAWN = "A pair of hands for an hour"


def test_a_presence_ask_to_two_chosen_people(chromium, server, way):
    with phones(chromium, server, "Ruth", "Sam", "Ines", **way) as (ruth, sam, ines):
        begin(ruth, "Presence")
        ruth.reads("Ines, Omar and Sam will see this.")
        ruth.tap(ruth.chip("A few people"))
        said_as_they_are_chosen = way.get("javascript", True)
        for name, sentence in (("Ines", "Ines will"), ("Omar", "Ines and Omar will")):
            ruth.choose(name)
            if said_as_they_are_chosen:
                ruth.reads(f"{sentence} see this.")
        ruth.tap(ruth.button("Ask"))
        ruth.reads("They hear of it now.")
        ruth.reads("Ines and Omar see this.")
        ines.hears(f"Ruth asks: {COMPANY}")
        ines.open(COMPANY)
        ines.reads("Only a few people see this.")
        ines.tap(ines.button("I can"))
        ines.reads("Thank you. Ruth hears of it.")
        ruth.hears(f"Ines can: {COMPANY}")
        for page in ("/", "/calendar", "/inbox"):
            sam.page.goto(page)
            sam.does_not_read(COMPANY)
        address = ines.page.url
        assert sam.page.goto(address).status == 404


@pytest.mark.looked_at_once
def test_choosing_everyone_again_takes_the_names_off(chromium, server):
    with phones(chromium, server, "Ruth") as (ruth,):
        begin(ruth, "Presence")
        ruth.tap(ruth.chip("A few people"))
        ruth.page.get_by_label("Ines").check()
        ruth.tap(ruth.chip("Everyone here"))
        ruth.tap(ruth.button("Ask"))
        ruth.reads("Your circle hears of it now.")


def ask_for_ruth(sam: Member) -> None:
    begin(sam, "Hands")
    sam.tap(sam.page.get_by_text("Asking for someone else?"))
    sam.page.get_by_label("Someone in the circle").select_option(label="Ruth")
    sam.tap(sam.button("Ask"))
    sam.reads("They are asked first. Nobody else sees it until they say yes.")


def a_yes_given_and_narrowed(sam: Member, ruth: Member, ines: Member, omar: Member) -> None:
    ask_for_ruth(sam)
    ines.page.goto("/")
    ines.does_not_read(LAWN)
    ruth.hears(f"Sam would like to ask for you: {LAWN}")
    ruth.page.goto("/")
    ruth.tap(ruth.page.get_by_role("link", name=re.compile(rf"^Read it\s*: {LAWN}")))
    ruth.tap(ruth.button("Yes, ask for me"))
    ruth.reads("Good. It is asked now, with your yes.")
    sam.hears(f"Ruth says yes: {LAWN}")
    for member in (ines, omar):
        member.hears(f"Sam asks for Ruth: {LAWN}")
    ruth.tap(ruth.page.get_by_role("link", name="Change who sees it"))
    ruth.tap(ruth.chip("A few people"))
    ruth.choose("Ines")
    ruth.tap(ruth.button("Save"))
    ruth.reads("Ines sees this.")
    omar.page.goto("/inbox")
    omar.does_not_read(LAWN)
    ines.open(LAWN)
    ines.reads("Asked by Sam, with Ruth’s yes")
    ines.tap(ines.button("I can"))
    ines.reads("Thank you. Ruth hears of it.")
    ruth.hears(f"Ines can: {LAWN}")
    ruth.open(LAWN)
    ruth.tap(ruth.button("Take my yes back"))
    ruth.reads("For now nobody else sees this.")
    ines.hears("Something you had said yes to is no longer needed.")


PEOPLE = ("Sam", "Ruth", "Ines", "Omar")


def test_an_ask_for_someone_with_consent_given_and_later_narrowed(chromium, server, way):
    with phones(chromium, server, *PEOPLE, **way) as members:
        a_yes_given_and_narrowed(*members)


def test_rather_not_is_said_in_one_tap(chromium, server):
    with phones(chromium, server, "Sam", "Ruth") as (sam, ruth):
        ask_for_ruth(sam)
        ruth.page.goto("/")
        ruth.tap(ruth.button("Rather not"))
        ruth.reads("It is gone. No reason is given.")
        ruth.does_not_read(LAWN)
        sam.hears("Not this time.")
        sam.does_not_read(LAWN)
