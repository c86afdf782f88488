"""An HTTP API in layers: api -> services -> repositories -> models."""
