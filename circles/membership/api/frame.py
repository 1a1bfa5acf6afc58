"""Where the JSON routes of circles hang."""

from circles.api import Routes

routes = Routes("membership", "Circles, who is in them, and the way in.")
