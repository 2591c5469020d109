"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2) over the same cases, tokens and commands as `/api/v1`."""
