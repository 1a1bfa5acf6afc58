"""A program that speaks to Circles: JSON, a bearer token, no cookies."""

from typing import Any

from tests.world import World


class Program:
    """Signed in as this person, or as nobody."""

    def __init__(self, world: World, name: str | None = None) -> None:
        self.world = world
        self.client = world.client()
        self.headers = {"Authorization": f"Bearer {world.token(name)}"} if name else {}

    def open(self, path: str, **kwargs: Any) -> Any:
        """One request, below `/api/v1`."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.open(path, method="GET", **kwargs)

    def post(self, path: str, **kwargs: Any) -> Any:
        return self.open(path, method="POST", **kwargs)

    def put(self, path: str, **kwargs: Any) -> Any:
        return self.open(path, method="PUT", **kwargs)

    def patch(self, path: str, **kwargs: Any) -> Any:
        return self.open(path, method="PATCH", **kwargs)

    def delete(self, path: str, **kwargs: Any) -> Any:
        return self.open(path, method="DELETE", **kwargs)

    def invite(self) -> Any:
        """A new invitation into Maple Street."""
        return self.post(f"/circles/{self.world.circle.id}/invitations", json={}).json

    def ask(self, **changed: Any) -> Any:
        """The answer to an ask in Maple Street; a meal, whenever, unless said otherwise."""
        words = {"kind": "meal", "title": "Dinner for four"} | changed
        return self.post(f"/circles/{self.world.circle.id}/needs", json=words)
