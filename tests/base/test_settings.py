"""The environment becomes settings, or a sentence that says what is wrong."""

import stat
from pathlib import Path

import pytest

from circles.settings import Settings, WrongSetting


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    return {"CIRCLES_INSTANCE_PATH": str(tmp_path / "instance")}


def read(given: dict[str, str], **changed: str) -> Settings:
    return Settings.from_environment(
        given | {f"CIRCLES_{k.upper()}": v for k, v in changed.items()}
    )


def test_without_any_setting_everything_stands_in_the_instance_folder(given, tmp_path):
    settings = read(given)
    home = tmp_path / "instance"
    assert settings.instance_path == home
    assert settings.database_url == f"sqlite:///{home}/circles.db"
    assert settings.queue_url == f"sqlite:///{home}/queue.db"
    assert settings.bind == "127.0.0.1:8000"
    assert settings.base_url == "http://localhost:8000"
    assert settings.founding == "link"
    assert settings.trusted_proxies == 0
    assert settings.push_allowed_origins == ()


def test_the_instance_folder_is_made_for_its_owner_alone(given, tmp_path):
    read(given)
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


def test_what_does_not_start_with_the_prefix_is_somebody_elses(given):
    read(given | {"PATH": "/bin", "XCIRCLES_FOUNDING": "nonsense"})


def test_a_name_nobody_knows_is_refused_by_name(given):
    with pytest.raises(WrongSetting, match=r"CIRCLES_DATABSE_URL is not a setting"):
        read(given, databse_url="sqlite:///x.db")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql://circles@db.example/circles"),
        ("database_url", "postgresql+psycopg://circles@/circles?host=/run/postgresql"),
        ("database_url", "sqlite:////srv/circles/circles.db"),
        ("queue_url", "redis://localhost:6379/0"),
        ("queue_url", "postgresql://circles@db.example/circles"),
        ("bind", "0.0.0.0:80"),
        ("bind", "[::1]:8000"),
        ("base_url", "https://care.example:8443"),
        ("secret_key", "whatever the operator keeps"),
        ("vapid_contact", "mailto:you@care.example"),
        ("vapid_contact", "https://care.example/contact"),
        ("founding", "open"),
    ],
)
def test_a_right_value_is_taken_as_it_is(given, name, value):
    contact = {} if name == "vapid_contact" else {"vapid_contact": "mailto:you@care.example"}
    assert getattr(read(given, **{name: value}, **contact), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://db.example/circles"),
        ("database_url", "circles.db"),
        ("database_url", "postgresql://[db.example/circles"),
        ("queue_url", "amqp://localhost"),
        ("bind", "8000"),
        ("bind", "127.0.0.1:"),
        ("bind", "127.0.0.1:http"),
        ("bind", "127.0.0.1:65536"),
        ("bind", "127.0.0.1:²"),
        ("base_url", "care.example"),
        ("base_url", "ftp://care.example"),
        ("base_url", "http://care.example/circles"),
        ("base_url", "http://care.example?a=b"),
        ("base_url", "http://care.example#a"),
        ("base_url", "http://care.example:port"),
        ("base_url", "http://[care.example"),
        ("sealing_key", "not hexadecimal"),
        ("sealing_key", "abcd"),
        ("vapid_private_key", "not a key"),
        ("vapid_contact", "you@care.example"),
        ("vapid_contact", "mailto:x@localhost"),
        ("vapid_contact", "mailto:x@circle.local"),
        ("vapid_contact", "mailto:care.example"),
        ("vapid_contact", "https://localhost/contact"),
        ("vapid_contact", "http://care.example/contact"),
        ("vapid_contact", "https://[care.example"),
        ("push_allowed_origins", "push.example"),
        ("push_allowed_origins", "https://push.example/path"),
        ("push_allowed_origins", "https://push.example,ws://push.example"),
        ("push_allowed_origins", "https://[push.example"),
        ("founding", "closed"),
        ("trusted_proxies", "-1"),
        ("trusted_proxies", "two"),
        ("trusted_proxies", "²"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name(given, name, value):
    with pytest.raises(WrongSetting, match=f"CIRCLES_{name.upper()}"):
        read(given, **{name: value})


def test_an_instance_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WrongSetting, match="CIRCLES_INSTANCE_PATH"):
        Settings.from_environment({"CIRCLES_INSTANCE_PATH": str(tmp_path / "file" / "instance")})


def test_an_empty_value_means_the_default(given):
    settings = read(given, founding="", bind="", base_url="", secret_key="", trusted_proxies="")
    assert (settings.founding, settings.bind) == ("link", "127.0.0.1:8000")
    assert len(settings.secret_key) == 64


def test_a_final_slash_of_the_address_does_not_matter(given):
    assert read(given, base_url="http://localhost:8000/").base_url == "http://localhost:8000"


def test_plain_http_is_for_this_machine_alone(given):
    with pytest.raises(WrongSetting, match="https://"):
        read(given, base_url="http://care.example")


def test_the_address_is_told_apart_by_its_scheme_however_it_is_spelt(given):
    address = {"base_url": "HTTPS://Care.Example", "vapid_contact": "mailto:you@care.example"}
    assert read(given, **address).base_url == "https://care.example"


@pytest.mark.parametrize("address", ["https://care.example", "HTTPS://care.example"])
def test_a_server_in_production_needs_a_contact(given, address):
    with pytest.raises(WrongSetting, match="CIRCLES_VAPID_CONTACT"):
        read(given, base_url=address)


def test_push_origins_are_separated_by_commas(given):
    settings = read(given, push_allowed_origins=" http://127.0.0.1:8391 , https://push.example/,")
    assert settings.push_allowed_origins == ("http://127.0.0.1:8391", "https://push.example")


def test_keys_are_the_same_on_the_next_start(given):
    assert read(given) == read(given)


def test_a_given_sealing_key_is_32_bytes(given):
    assert read(given, sealing_key="ab" * 32).sealing_key == b"\xab" * 32


def test_a_given_push_key_is_taken(given, tmp_path):
    pem = read(given).vapid_private_key
    elsewhere = {"CIRCLES_INSTANCE_PATH": str(tmp_path / "other")}
    assert read(elsewhere, vapid_private_key=pem).vapid_private_key == pem
    assert not (tmp_path / "other" / "vapid.pem").exists()


def test_a_broken_key_file_is_named(given, tmp_path):
    read(given)
    (tmp_path / "instance" / "sealing.key").write_text("half a k")
    with pytest.raises(WrongSetting, match="SEALING_KEY"):
        read(given)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example", "a@care.example"),
        ("mail.example:587", "a@care.example"),
        ("smtp://mail.example:port", "a@care.example"),
        ("smtp://mail.example/inbox", "a@care.example"),
        ("smtp://mail..example", "a@care.example"),
        ("smtp://mail example", "a@care.example"),
        ("smtp://-mail.example", "a@care.example"),
        (f"smtp://{'m' * 64}.example", "a@care.example"),
        ("smtp://me:p%C3%A4ssword@mail.example", "a@care.example"),
        ("smtp://m%C3%A9:secret@mail.example", "a@care.example"),
        ("smtp://mail.example", ""),
        ("smtp://mail.example", "Circles"),
        ("smtp://mail.example", "circles@nowhere"),
        ("smtp://mail.example", "a@care.example, b@care.example"),
    ],
)
def test_a_mail_server_or_sender_that_cannot_be_is_refused(given, url, sender):
    with pytest.raises(WrongSetting, match=r"SMTP_URL|MAIL_FROM"):
        read(given, smtp_url=url, mail_from=sender)


def test_a_mail_server_and_its_sender_are_kept(given):
    settings = read(given, smtp_url="smtps://mail.example", mail_from="Circles <a@care.example>")
    assert (settings.smtp_url, settings.mail_from) == (
        "smtps://mail.example",
        "Circles <a@care.example>",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Care.Example:443", "https://care.example"),
        ("https://care.example:8443/", "https://care.example:8443"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
    ],
)
def test_the_address_is_kept_as_browsers_spell_it(given, typed, kept):
    assert read(given, base_url=typed, vapid_contact="mailto:a@care.example").base_url == kept
