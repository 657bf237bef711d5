"""The shipped data as a dataset: how rows come in, what is known of their quality, and releases that can be cited."""
