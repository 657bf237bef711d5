"""Match vessel positions to claims, for a frame in memory or for billions of rows with Dask."""
