"""The mark on a workspace that somebody else goes on with: when, by whom, to whom and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self

from fuer_desktop.texts import handing_on as texts


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``at`` is an ISO time."""

    at: str
    by: str
    to: str
    reason: str

    @property
    def stored(self) -> str:
        """The mark to be kept (JSON)."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, stored: str) -> Self | None:
        """A mark as it was kept; None where there is none."""
        return cls(**json.loads(stored)) if stored else None

    @property
    def day(self) -> str:
        """The day for people."""
        return self.at[:10]

    @property
    def sentence(self) -> str:
        """Why nothing can be changed, and what to do."""
        return texts.MARKED.format(at=self.day, to=self.to)
