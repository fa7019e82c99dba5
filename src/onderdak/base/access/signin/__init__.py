"""Signing in: local accounts, second factors, passkeys, OpenID Connect, and the pages of one's own account."""
