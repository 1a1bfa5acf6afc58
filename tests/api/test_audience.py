"""To whom an ask speaks and for whom it is, by program."""

import pytest

from tests.api.program import Program


@pytest.fixture
def sam(world):
    return Program(world, "Sam")


@pytest.fixture
def ruth(world):
    return Program(world, "Ruth")


def ids(world, *names: str) -> list[str]:
    return sorted(str(world.people[name].id) for name in names)


def test_an_ask_says_to_whom_it_speaks(world, ruth):
    need = ruth.ask(chosen=ids(world, "Ines", "Omar")).json
    assert (need["audience"], need["chosen"]) == ("chosen", ids(world, "Ines", "Omar"))
    assert (need["for_member"], need["for_name"], need["consent"]) == (None, None, None)
    plain = ruth.ask().json
    assert (plain["audience"], plain["chosen"]) == ("everyone", None)


def test_only_who_leads_it_reads_who_was_chosen(world, ruth):
    need = ruth.ask(chosen=ids(world, "Ines", "Omar")).json
    seen = Program(world, "Ines").get(f"/needs/{need['id']}").json
    assert (seen["audience"], seen["chosen"]) == ("chosen", None)
    assert Program(world, "Sam").get(f"/needs/{need['id']}").status_code == 404


def test_who_sees_it_can_be_changed_and_words_alone_leave_it(world, ruth):
    path = f"/needs/{ruth.ask().json['id']}"
    assert ruth.patch(path, json={"chosen": ids(world, "Ines")}).json["audience"] == "chosen"
    changed = ruth.patch(path, json={"title": "Supper", "chosen": None}).json
    assert (changed["title"], changed["chosen"]) == ("Supper", ids(world, "Ines"))
    assert ruth.patch(path, json={"audience": "everyone"}).json["chosen"] is None


def test_the_yes_is_given_and_taken_back(world, sam, ruth):
    need = sam.ask(for_member=ids(world, "Ruth")[0]).json
    path = f"/needs/{need['id']}"
    assert (need["for_member"], need["consent"]) == (*ids(world, "Ruth"), "proposed")
    ines = Program(world, "Ines")
    assert ines.get(path).status_code == 404
    assert sam.post(f"{path}/consent", json={"agrees": True}).json["code"] == "not_yours_to_say"
    assert ruth.post(f"{path}/consent", json={"agrees": True}).json["consent"] == "agreed"
    seen = ines.get(path).json
    assert (seen["for_member"], seen["consent"]) == (*ids(world, "Ruth"), None)
    again = sam.patch(path, json={"audience": "everyone"})
    assert again.status_code == 200, "nobody new sees it"
    assert ruth.post(f"{path}/consent", json={"agrees": False}).json["consent"] == "taken_back"
    assert ines.get(path).status_code == 404


def test_a_yes_may_say_what_was_read(world, sam, ruth):
    path = f"/needs/{sam.ask(for_member=ids(world, 'Ruth')[0]).json['id']}"
    mark = ruth.get(path).json["mark"]
    assert (mark is None, sam.get(path).json["mark"]) == (False, None)
    sam.patch(path, json={"private_details": "gate 2284"})
    said = {"agrees": True, "read": mark}
    assert ruth.post(f"{path}/consent", json=said).json["code"] == "changed_meanwhile"
    said["read"] = ruth.get(path).json["mark"]
    assert ruth.post(f"{path}/consent", json=said).json["consent"] == "agreed"


def test_rather_not_ends_it(world, sam, ruth):
    path = f"/needs/{sam.ask(for_member=ids(world, 'Ruth')[0]).json['id']}"
    said = ruth.post(f"{path}/consent", json={"agrees": False}).json
    assert (said["ended_as"], said["title"], said["consent"]) == ("withdrawn", "", "declined")


def test_a_promise_before_the_yes_and_wider_after_it_are_refused(world, sam, ruth):
    need = sam.ask(for_member=ids(world, "Ruth")[0], chosen=ids(world, "Ines")).json
    yes = f"/slots/{need['slots'][0]['id']}/sign-up"
    assert sam.put(yes).json["code"] == "yes_comes_first"
    ruth.post(f"/needs/{need['id']}/consent", json={"agrees": True})
    assert sam.put(yes).status_code == 200
    wider = sam.patch(f"/needs/{need['id']}", json={"audience": "everyone"})
    assert (wider.status_code, wider.json["code"]) == (403, "only_they_widen")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (lambda w: {"audience": "some"}, "audience"),
        (lambda w: {"audience": 1}, "audience"),
        (lambda w: {"audience": "chosen"}, "chosen"),
        (lambda w: {"chosen": []}, "chosen"),
        (lambda w: {"chosen": "Ines"}, "chosen"),
        (lambda w: {"chosen": ["Ines"]}, "chosen.0"),
        (lambda w: {"chosen": ids(w, "Clara")}, "chosen"),
        (lambda w: {"chosen": ids(w, "Ruth")}, "chosen"),
        (lambda w: {"chosen": ids(w, "Ines"), "audience": "everyone"}, "chosen"),
        (lambda w: {"for_member": "Sam"}, "for_member"),
        (lambda w: {"for_member": ids(w, "Clara")[0]}, "for_member"),
        (lambda w: {"for_member": ids(w, "Ruth")[0]}, "for_member"),
        (lambda w: {"for_name": "Mr Brown"}, "attested"),
        (lambda w: {"for_name": "x" * 61, "attested": True}, "for_name"),
        (lambda w: {"for_name": "Mr Brown", "attested": "maybe"}, "attested"),
    ],
)
def test_what_cannot_be_is_named(world, ruth, said, field):
    answer = ruth.ask(**said(world))
    assert answer.status_code == 422, answer.text
    ((wrong),) = answer.json["errors"]
    assert wrong["field"] == field
    assert len(wrong["detail"]) > 10
