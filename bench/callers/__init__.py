"""What benches and tests let callers say, and the voices they say it with."""
