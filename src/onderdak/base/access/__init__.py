"""Who may do what: users, tenants, roles bound to one purpose, and the scope through which every row is reached."""
