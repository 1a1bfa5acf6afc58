"""Where the JSON routes of asks hang."""

from circles.api import Routes

routes = Routes("needs", 'What people ask of their circle, and who said "I can".')
