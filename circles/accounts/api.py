"""You, as a program sees you."""

from typing import Any

from circles.accounts.entrance import sign_out
from circles.accounts.person import Person
from circles.accounts.schemas import PersonSchema
from circles.api import Routes
from circles.web import me

routes = Routes("accounts", "You, and what is signed in as you.")


@routes.get("/me")
@routes.response(200, PersonSchema)
def show_me() -> Person:
    """Who is signed in."""
    return me().person


@routes.patch("/me")
@routes.arguments(PersonSchema)
@routes.response(200, PersonSchema)
def update_me(typed: dict[str, Any]) -> Person:
    """Be called something else."""
    me().person.rename(typed["name"])
    return me().person


@routes.delete("/me/devices/current")
@routes.response(204)
def sign_this_out() -> None:
    """Sign out: the token, or the cookie, that this request came with opens nothing any more."""
    sign_out(me().session)
