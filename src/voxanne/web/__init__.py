"""What every page and API route shares: provided services, problem documents, pages, cursors, event streams."""
