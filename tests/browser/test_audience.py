"""Asking a few, and asking for someone else, on phones."""

from contextlib import ExitStack, contextmanager

from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

COMPANY = "Someone to sit with me"
LAWN = "A pair of hands for an hour"


@contextmanager
def phones(chromium, server, *names: str, **options):
    """Each of these people at a phone of theirs, on the board."""
    with furnished(server) as world, ExitStack() as stack:
        members = []
        for name in names:
            page = stack.enter_context(signed_in(chromium, server, world, name, **options))
            page.goto("/")
            members.append(Member(page, name))
        yield members
        for member in members:
            assert member.troubles == [], member.name


def begin(member: Member, kind: str) -> None:
    """The form, with the words of a kind; without JavaScript the plus is a link."""
    member.page.goto("/")
    sheet = member.page.locator("button.bar-plus")
    if sheet.is_visible():
        member.tap(sheet)
        member.tap(member.page.get_by_role("link", name=kind, exact=True))
    else:
        member.page.goto(f"/ask?kind={kind.lower()}")
    member.tap(chip(member, "Tomorrow"))


def chip(member: Member, words: str):
    return member.page.locator("label.chip").filter(has_text=words)


def test_a_presence_ask_to_two_chosen_people(chromium, server):
    with phones(chromium, server, "Ruth", "Sam", "Ines") as (ruth, sam, ines):
        begin(ruth, "Presence")
        ruth.reads("Ines, Omar and Sam will see this.")
        ruth.tap(chip(ruth, "A few people"))
        ruth.reads("Nobody is chosen yet.")
        ruth.page.get_by_label("Ines").check()
        ruth.reads("Ines will see this.")
        ruth.page.get_by_label("Omar").check()
        ruth.reads("Ines and Omar will see this.")
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


def test_choosing_everyone_again_takes_the_names_off(chromium, server):
    with phones(chromium, server, "Ruth") as (ruth,):
        begin(ruth, "Presence")
        ruth.tap(chip(ruth, "A few people"))
        ruth.page.get_by_label("Ines").check()
        ruth.tap(chip(ruth, "Everyone here"))
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
    ruth.tap(ruth.button("Yes, ask for me"))
    ruth.reads("Good. It is asked now, with your yes.")
    sam.hears(f"Ruth says yes: {LAWN}")
    for member in (ines, omar):
        member.hears(f"Sam asks for Ruth: {LAWN}")
    ruth.tap(ruth.page.get_by_role("link", name="Change who sees it"))
    ruth.tap(chip(ruth, "A few people"))
    ruth.page.get_by_label("Ines").check()
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


def test_an_ask_for_someone_with_consent_given_and_later_narrowed(chromium, server):
    with phones(chromium, server, *PEOPLE) as members:
        a_yes_given_and_narrowed(*members)


def test_the_same_without_javascript(chromium, server):
    with phones(chromium, server, *PEOPLE, javascript=False) as members:
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
