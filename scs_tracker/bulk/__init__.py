"""A fleet's positions against the claims: on a frame in memory, or on billions of rows with Dask."""
