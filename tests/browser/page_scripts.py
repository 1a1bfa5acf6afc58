"""JavaScript that the tests run inside a page, the same in every browser."""

# What the service worker of this page shows now, oldest first.
NOTIFICATIONS = """
navigator.serviceWorker.getRegistration()
  .then((registration) => registration ? registration.getNotifications() : [])
  .then((shown) => shown.map(({title, body, tag, lang, dir, icon, badge, data}) =>
    ({title, body, tag, lang, dir, icon, badge, data})))
"""

# The worker of this page can take a push.
WORKER_IS_ACTIVE = """
navigator.serviceWorker.getRegistration().then((found) => found?.active?.state === "activated")
"""
