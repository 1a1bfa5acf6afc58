"""What a phone has to fetch: little, and from nowhere else."""

from collections import deque
from contextlib import ExitStack
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.browser.chromium import phone, wait_until
from tests.browser.lived_in import settle
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once

NEEDS, DAYS = 30, 3
MOST_REQUESTS = 8
MOST_BYTES = 50_000  # over the wire, headers and compression included


class Wire:
    """What a page fetches, as Chromium counts it; the worker comes when the page is there."""

    def __init__(self, page):
        self.addresses = {}
        self.sizes = {}
        protocol = page.context.new_cdp_session(page)
        protocol.on("Network.requestWillBeSent", self._note)
        protocol.on("Network.loadingFinished", self._weigh)
        protocol.send("Network.enable")

    @property
    def is_quiet(self):
        """Whether everything that was asked for has arrived."""
        return self.sizes.keys() >= self.addresses.keys()

    def report(self):
        """Each request with its bytes, and the sum."""
        lines = [f"{self.sizes[n]:7} {address}" for n, address in self.addresses.items()]
        total = f"{sum(self.sizes.values()):7} bytes in {len(self.addresses)} requests"
        return "\n".join([*lines, total])

    def _note(self, event):
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _weigh(self, event):
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


def test_a_full_board_is_small_at_first_sight(chromium, server, world):
    for n in range(NEEDS):
        days = [world.tomorrow(days=1 + n + ahead) for ahead in range(DAYS)]
        need = world.ask(
            ("Ruth", "Sam", "Omar")[n % 3],
            kind=("meal", "ride", "presence")[n % 3],
            title=f"Number {n} of the things that would help this week",
            details=f"A line about it that is not like the others: {n * 7919}",
            openings=days,
        )
        world.promise(need, "Ines", slot=n % DAYS)
    with signed_in(chromium, server, world, "Omar") as page:
        wire = Wire(page)
        page.goto("/", wait_until="networkidle")
        wait_until(page, lambda: wire.is_quiet)
        assert page.locator("article.need").count() == NEEDS
        assert page.locator("article.need .place").count() == NEEDS * DAYS
    print(wire.report())
    assert len(wire.addresses) <= MOST_REQUESTS, wire.report()
    assert sum(wire.sizes.values()) <= MOST_BYTES, wire.report()
    assert all(address.startswith(f"{server.origin}/") for address in wire.addresses.values())


def test_no_page_speaks_to_anyone_but_us(chromium, server, world):
    asked = set()
    settle(world)
    with ExitStack() as stack:
        ruth = stack.enter_context(signed_in(chromium, server, world, "Ruth"))
        stranger = stack.enter_context(phone(chromium, server.origin)).new_page()
        for page, start in ((ruth, "/"), (stranger, "/"), (stranger, "/found")):
            page.context.on("request", lambda request: asked.add(request.url))
            visited = crawl(page, f"{server.origin}{start}")
            print(f"{len(visited)} pages from {start}")
        assert len(asked) > len(visited)
    elsewhere = {url for url in asked if urlsplit(url).scheme in ("http", "https")}
    assert {url for url in elsewhere if not url.startswith(f"{server.origin}/")} == set()


def crawl(page, start):
    """Follow every link that leads to another page of ours; the pages that were seen."""
    seen, waiting = {start}, deque([start])
    while waiting:
        page.goto(waiting.popleft())
        for link in page.eval_on_selector_all(
            "a[href]:not([download], [type='text/calendar'])", "all => all.map((a) => a.href)"
        ):
            target = urldefrag(link).url
            assert target.startswith(f"{urlsplit(start).scheme}://{urlsplit(start).netloc}/"), link
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen
