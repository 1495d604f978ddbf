"""What was booked: closes of periods, what changed after them, what is owed, held and paid."""
