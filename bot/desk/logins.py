"""The networks' logins in the store: a `TokenStore` that every copy of the desk shares."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pydantic import SecretStr

from bot.networks.port import SourceSettings
from bot.networks.tokens import Tokens
from storage import logins
from storage.db import Database
from storage.tables import Login


@dataclass(frozen=True)
class StoredLogins:
    """See `bot.networks.tokens.TokenStore`. A login made with other settings is not found."""

    db: Database
    credential: str = ""

    @classmethod
    def made_with(cls, db: Database, settings: SourceSettings) -> StoredLogins:
        """The store for one source, whose logins are made with these settings."""
        values = [getattr(settings, name) for name in settings.login_settings]
        plain = [value.get_secret_value() if isinstance(value, SecretStr) else value for value in values]
        return cls(db, hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16])

    def load(self, source: str) -> Tokens | None:
        """The newest tokens of a source; None before its first login."""
        login = logins.load(self.db, source)
        if login is None or login.credential != self.credential:
            return None
        return Tokens(login.access, login.refresh, login.subject, login.expires_at)

    def save(self, source: str, tokens: Tokens) -> None:
        """Keep these tokens; they are on disk when this returns."""
        login = Login(
            source=source,
            credential=self.credential,
            access=tokens.access,
            refresh=tokens.refresh,
            subject=tokens.subject,
            expires_at=tokens.expires_at,
        )
        logins.save(self.db, login)

    def locked(self, source: str) -> AbstractContextManager[None]:
        """Only one holder at a time per source, across threads and copies."""
        return logins.locked(self.db, source)
