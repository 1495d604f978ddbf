"""The second reading: audits built pages, statements and raw records without any code of the engine."""
