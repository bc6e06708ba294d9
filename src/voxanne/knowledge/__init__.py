"""What a clinic knows: entries that members edit, passages that questions find, and the facts the mind speaks."""
