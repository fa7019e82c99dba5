"""The screens of who keeps the system: accounts and roles, the audit log, background work, health."""
