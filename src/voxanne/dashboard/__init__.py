"""What members see of their calls, put together from several rooms: the list, one call, live calls, the test call."""
