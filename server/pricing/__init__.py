"""What a seat costs now, and the quote a shopper is given."""
