"""Builders of the tables of geodata/gazetteer that are made from other data; not shipped in the wheel."""
