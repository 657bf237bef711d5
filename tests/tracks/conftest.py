"""Hypothesis measures no time here: a machine that does other work is slow, not wrong."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("tracks", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tracks")
