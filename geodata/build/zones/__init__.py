"""Builds geodata/zones from its sources: ``scs-tracker zones build`` in a checkout; no wheel holds it."""
