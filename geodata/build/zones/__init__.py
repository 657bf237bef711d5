"""Build geodata/zones from its sources: ``scs-tracker zones build`` in a checkout; not part of the wheel."""
