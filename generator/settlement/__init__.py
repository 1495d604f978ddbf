"""Settlement: metrics from records, tiers from metrics, and a ledger whose every line can be replayed."""
