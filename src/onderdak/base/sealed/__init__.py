"""What is kept of persons, sealed in the database: the keys, the field of a model, and a new key for an old one."""
