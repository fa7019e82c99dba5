"""Every setting that an operator can make, from the environment; the operators' documentation is made from this."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import Field, FilePath, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from onderdak.methods.errors import InputError

_PREFIX = "ONDERDAK_"
#: Variables of ours that are no setting of the site: for developers, and one option of a command.
_OTHERS = frozenset({"ONDERDAK_SHARED", "ONDERDAK_REGISTER_URL", "ONDERDAK_TEST_DATA", "ONDERDAK_TEST_DATABASE_URL"})
#: Signs of a key for persons, at least: what `openssl rand -base64 32` gives has 44.
_LEAST_KEY = 32
_PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")


class Environment(BaseSettings):
    """The settings, each with its variable, default and meaning."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=None, populate_by_name=True, extra="ignore")

    # What is kept, and where.
    data: Path = Field(
        default=Path("var"),
        description="Folder of all that is kept: database, files, analytic store, secret key.",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="DATABASE_URL",
        description="Database as a URL, such as postgres://user:password@host/name. Empty: SQLite in the data folder.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key that signs sessions. Empty: made once, kept in the data folder.",
    )
    secret_key_before: SecretStr = Field(
        default=SecretStr(""),
        description="Keys that were used before, with commas: what they signed or encrypted stays readable.",
    )
    persons_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key that seals what the database keeps of persons, 32 characters or more. Several, with commas: "
        "the first seals, the others open what was sealed before. Keep it apart from the backups. Empty: made once, "
        "kept in the data folder, and so in the backups.",
    )
    secrets: Path | None = Field(
        default=None,
        description="Folder with a file for each setting that is to stay out of the environment, named as its variable "
        "in small letters (secrets of Docker, credentials of systemd).",
    )

    # How the site is reached.
    hosts: str = Field(
        default="localhost,127.0.0.1", description="Host names under which the site may be asked for, with commas."
    )
    https: bool = Field(
        default=False,
        description="The site is reached over HTTPS: secure cookies, HSTS, redirect from HTTP. Needs a proxy.",
    )
    proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="Number of proxies before the site. They must set X-Forwarded-For and X-Forwarded-Proto "
        "themselves: these are believed.",
    )
    bind: str = Field(default="127.0.0.1", description="Address on which the site listens; 0.0.0.0 in a container.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port on which the site listens.")
    workers: int = Field(default=0, ge=0, le=64, description="Processes that answer requests. 0: one for each core.")

    # What it says, and to whom.
    log_format: Literal["console", "json"] = Field(
        default="console", description="Log lines for people (console) or for machines (json)."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least serious log lines that are written."
    )
    mail_host: str = Field(
        default="",
        description="Server that sends our e-mail. Empty: each message is a file in `mail` in the data folder.",
    )
    mail_port: int = Field(default=587, ge=1, le=65535, description="Port of that server.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection to that server is protected."
    )
    mail_user: str = Field(default="", description="Name with which we sign in to that server. Empty: we do not.")
    mail_password: SecretStr = Field(default=SecretStr(""), description="Password that goes with it.")
    mail_from: str = Field(default="onderdak@localhost", description="Sender of our e-mail.")
    security_contact: str = Field(
        default="",
        description="Where a weakness is reported (mailto:... or https://...), for /.well-known/security.txt. "
        "Empty: no such page.",
    )

    # Who signs in, and how.
    session_idle_minutes: int = Field(
        default=60, ge=5, le=480, description="Minutes without a page after which a session ends."
    )
    session_hours: int = Field(default=12, ge=1, le=24, description="Hours after which a session ends, used or not.")
    unused_account_days: int = Field(
        default=180,
        ge=1,
        le=730,
        description="Days without signing in after which an administrator must wake an account.",
    )
    lockout_attempts: int = Field(
        default=5,
        ge=3,
        le=20,
        description="Wrong passwords or codes for one account after which it is locked for a while. From one address "
        "four times as many are allowed.",
    )
    lockout_minutes: int = Field(default=15, ge=1, le=1440, description="Minutes that such a lock lasts.")
    password_link_hours: int = Field(
        default=48, ge=1, le=168, description="Hours that the link in an invitation, or to a new password, can be used."
    )
    leaked_passwords: FilePath | None = Field(
        default=None,
        description="File of passwords that have leaked, which nobody may choose: the SHA-1 list of Have I Been Pwned, "
        "ordered by hash. Empty: the 20,000 that are used most, as Django has them, are refused alone.",
    )
    second_factor_for_all: bool = Field(
        default=False, description="Ask everybody for a second factor, not only administrators and inspectors."
    )
    oidc_url: str = Field(
        default="",
        description="Address of an OpenID Connect provider whose users may sign in here, if they have been invited. "
        "Take one that serves your own organisation only: its word on the e-mail address is believed. Empty: none.",
    )
    oidc_name: str = Field(default="", description="Name of that provider, as the button to sign in shows it.")
    oidc_client: str = Field(default="", description="Client id that the provider gave us.")
    oidc_secret: SecretStr = Field(default=SecretStr(""), description="Client secret that goes with it.")
    oidc_two_factors: bool = Field(
        default=False, description="The provider always asks for a second factor: we do not ask again."
    )

    # What comes in.
    upload_limit_mb: int = Field(
        default=256, ge=1, le=2048, description="Megabytes that a file may have that somebody gives us."
    )
    clamav: str = Field(
        default="",
        pattern=r"^(tcp://[^/@]+:\d+|unix:///.+)?$",
        description="Virus scanner (clamd) that looks at every file: tcp://host:3310 or unix:///run/clamav/clamd.ctl. "
        "While it does not answer, no file is taken. Its StreamMaxLength must be at least the limit above. "
        "Empty: none.",
    )

    theme: Path | None = Field(
        default=None,
        description="Style sheet with a tenant's own design tokens, loaded after ours: docs/developers/ui.md names "
        "them. Empty: our own look.",
    )
    debug: bool = Field(default=False, description="Show faults in full. Never where others can reach the site.")
    audit_checkpoints: Path | None = Field(
        default=None,
        description="File in which verifications of the audit log keep what they saw, best on another disk or machine "
        "than the database. Empty: audit-checkpoints.jsonl in the data folder.",
    )
    jobs_kept_days: int = Field(
        default=90, ge=1, description="Days after which background work that was done is removed from the list."
    )
    demo: bool = Field(default=False, description="Demo mode: the sign-in page names the demo users.")

    @model_validator(mode="after")
    def _https_needs_a_proxy(self) -> Self:
        if self.https and not self.proxies:
            raise ValueError("ONDERDAK_HTTPS needs ONDERDAK_PROXIES of 1 or more: the site itself speaks plain HTTP")
        return self

    @model_validator(mode="after")
    def _oidc_is_complete(self) -> Self:
        if self.oidc_url and not (self.oidc_client and self.oidc_name):
            raise ValueError("ONDERDAK_OIDC_URL needs ONDERDAK_OIDC_CLIENT and ONDERDAK_OIDC_NAME")
        return self

    @model_validator(mode="after")
    def _persons_keys_are_long(self) -> Self:
        if any(len(key) < _LEAST_KEY for key in self.persons_keys):
            raise ValueError(f"ONDERDAK_PERSONS_KEY needs keys of {_LEAST_KEY} characters or more")
        return self

    @property
    def earlier_keys(self) -> list[str]:
        """The keys in `secret_key_before`."""
        return _listed(self.secret_key_before)

    @property
    def persons_keys(self) -> list[str]:
        """The keys in `persons_key`, the present one first."""
        return _listed(self.persons_key)

    @property
    def host_names(self) -> list[str]:
        """The names in `hosts`."""
        return [host.strip() for host in self.hosts.split(",") if host.strip()]


def _listed(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]


@dataclass(frozen=True)
class Setting:
    """A setting as an operator reads of it."""

    variable: str
    value: str
    default: str
    meaning: str
    choices: str

    @property
    def changed(self) -> bool:
        """Whether it has another value than the default."""
        return self.value != self.default


def variable_of(name: str) -> str:
    """The variable of the environment that a field is read from."""
    alias = Environment.model_fields[name].validation_alias
    return str(alias) if alias else f"{_PREFIX}{name}".upper()


def settings_of(env: Environment) -> Iterator[Setting]:
    """Every setting with its value, in the order in which they are written down; secrets are masked."""
    for name, field in Environment.model_fields.items():
        yield Setting(
            variable=variable_of(name),
            value=_shown(getattr(env, name)),
            default=_shown(field.default),
            meaning=field.description or "",
            choices=_choices(field),
        )


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        bare = value.get_secret_value()
        return _PASSWORD.sub("***", bare) if "://" in bare else "***" * bool(bare)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _choices(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(get_args(field.annotation))
    return "true, false" if field.annotation is bool else ""


def unknown_variables(given: Mapping[str, str]) -> dict[str, str]:
    """Variables that look like ours and are none, each with the one that was probably meant (or nothing)."""
    known = {variable_of(name) for name in Environment.model_fields} | _OTHERS
    strange = [name for name in given if name.startswith(_PREFIX) and name not in known]
    return {name: next(iter(difflib.get_close_matches(name, known, 1)), "") for name in sorted(strange)}


def read(given: Mapping[str, str] = os.environ) -> Environment:
    """The settings as they are given now.

    Raises
    ------
    InputError
        Naming each variable that cannot be used.
    """
    folder = given.get(f"{_PREFIX}SECRETS")
    if folder and not Path(folder).is_dir():
        raise InputError(f"There is no folder {folder}.", where=f"{_PREFIX}SECRETS", mend="Make it, or leave it out.")
    try:
        return Environment(_secrets_dir=folder or None)  # pyright: ignore[reportCallIssue] - the library's own argument
    except ValidationError as error:
        raise InputError(
            " ".join(_told(fault) for fault in error.errors(include_url=False)),
            where="the settings in the environment",
            mend="'onderdak settings --markdown' describes each of them.",
        ) from error


def _told(fault: ErrorDetails) -> str:
    """One sentence on one fault, that begins with its variable (which an alias is already)."""
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
    if not fault["loc"]:
        return f"{message}."
    name = str(fault["loc"][0])
    return f"{variable_of(name) if name in Environment.model_fields else name} {message}."


@cache
def environment() -> Environment:
    """The settings of this process, read once."""
    return read()
