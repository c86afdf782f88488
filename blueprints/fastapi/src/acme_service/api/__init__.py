"""HTTP: reads requests, calls services, writes responses."""
