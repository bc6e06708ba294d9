"""Members: the people who use the dashboard, how they sign in, and the programs that hold API keys."""
