"""Pictures, videos, sounds and documents of a case (Điều 6.4, 8.1c, 8.2c): rows in the database, bytes beside it."""
