"""Seat maps, holds as the customer sees them, and bookings from reservation to ticket."""
