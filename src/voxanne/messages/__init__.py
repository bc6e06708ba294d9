"""What callers leave for the clinic: messages, unanswered questions, and the desk that files them."""
