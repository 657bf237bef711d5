"""Match vessel positions to claims: a frame in memory, or billions of rows with Dask."""
