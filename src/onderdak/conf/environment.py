"""Every setting that an operator can make, from the environment; the operators' documentation is made from this."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The settings, each with its variable, default and meaning."""

    model_config = SettingsConfigDict(env_prefix="ONDERDAK_", env_file=None, populate_by_name=True, extra="ignore")

    data: Path = Field(
        default=Path("var"),
        description="Folder of all that is kept: database, files, analytic store, secret key.",
    )
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Database as a URL, such as postgres://user:password@host/name. Empty: SQLite in the data folder.",
    )
    secret_key: str = Field(
        default="",
        description="Key that signs sessions. Empty: made once, kept in the data folder.",
    )
    hosts: str = Field(
        default="localhost,127.0.0.1", description="Host names under which the site may be asked for, with commas."
    )
    https: bool = Field(
        default=False, description="The site is reached over HTTPS: secure cookies, HSTS, redirect from HTTP."
    )
    debug: bool = Field(default=False, description="Show faults in full. Never where others can reach the site.")
    demo: bool = Field(default=False, description="Demo mode: the sign-in page names the demo users.")


@cache
def environment() -> Environment:
    """The settings of this process, read once."""
    return Environment()
