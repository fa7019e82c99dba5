"""Who takes part: regions, municipalities with their history, organisations, networks, and people as contacts."""
