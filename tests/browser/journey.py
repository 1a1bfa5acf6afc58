"""The main road through Circles, walked by three people on three phones."""

from dataclasses import dataclass

from tests.browser.member import Member

CIRCLE = "Maple Street"
DINNER = "A warm dinner for us"
MOST_TAPS = 4  # from an open board to an ask (docs: asking is the hard part)


@dataclass
class Journey:
    """Ruth founds and asks; Sam says yes and steps back; Ines says yes in his place."""

    ruth: Member
    sam: Member
    ines: Member

    def walk(self, founding_link: str) -> None:
        """From a server nobody has used to an ask that is taken care of."""
        self._come_together(founding_link)
        self._ask()
        self._say_yes()
        self._step_back()
        self._come_second()
        self._close()
        for person in (self.ruth, self.sam, self.ines):
            assert person.troubles == [], person.name

    def _come_together(self, founding_link: str) -> None:
        self.ruth.found(founding_link, CIRCLE)
        self.sam.join(self.ruth.invite(), CIRCLE, invited_by="Ruth")
        self.ines.join(self.sam.invite(), CIRCLE, invited_by="Sam", waits=True)
        self.ruth.go("Circle")
        self.ruth.tap(self.ruth.button("Welcome"))
        self.ruth.reads("Good. They hear of it.")
        self.ines.page.goto("/")
        self.ruth.go("Circle")
        members = self.ruth.page.get_by_role("list").filter(has_text="(you)")
        names = members.locator(".person-name").all_inner_texts()
        assert names == ["Ines", "Ruth", "Sam"], "the alphabet is the only order"

    def _ask(self) -> None:
        self.ruth.go("Board")
        before = self.ruth.taps
        self.ruth.ask("Meal", "Tomorrow")
        assert self.ruth.taps - before <= MOST_TAPS
        self.ruth.tap(self.ruth.page.get_by_role("link", name="Change this"))
        self.ruth.type("Only for whoever says yes", "14 Maple Street, gate 2284")
        self.ruth.tap(self.ruth.button("Save"))
        self.ruth.reads("Changed.")
        self.sam.hears(f"Ruth asks: {DINNER}")
        self.ines.hears(f"Ruth asks: {DINNER}")

    def _say_yes(self) -> None:
        self.sam.go("Board")
        self.sam.reads(DINNER)
        self.sam.does_not_read("gate 2284")
        self.sam.tap(self.sam.button("I can"))
        self.sam.reads("Thank you. Ruth hears of it.")
        self.sam.reads("14 Maple Street, gate 2284")
        self.ruth.hears(f"Sam can: {DINNER}")
        self.ines.open(DINNER)
        self.ines.reads("Sam")
        self.ines.does_not_read("gate 2284")

    def _step_back(self) -> None:
        self.ines.has_seen_the_news()
        self.sam.tap(self.sam.button("Can’t make it"))
        self.sam.reads("Thank you for saying so early. The place is open again.")
        self.sam.does_not_read("gate 2284")
        self.ines.hears(f"is open again: {DINNER}")
        self.ines.open(DINNER)

    def _come_second(self) -> None:
        self.sam.open(DINNER)
        self.ines.tap(self.ines.page.get_by_text("Add a word"))
        self.ines.type("A word with your yes", "Bringing the lentil one")
        self.ines.tap(self.ines.button("I can"))
        self.ines.reads("14 Maple Street, gate 2284")
        self.sam.tap(self.sam.button("I can"))
        self.sam.reads("Someone has said yes already.")
        self.sam.does_not_read("gate 2284")
        self.ruth.hears(f"Ines can: {DINNER}")

    def _close(self) -> None:
        self.ruth.open(DINNER)
        self.ruth.reads("Bringing the lentil one")
        self.ruth.tap(self.ruth.button("This is taken care of"))
        self.ruth.reads("Good. It leaves the board.")
        self.ines.hears(f"You need not come: {DINNER}")
        self.sam.go("Board")
        self.sam.reads("All quiet here")
