"""The audit: relations from tables and published figures, exact verdicts, findings, reports."""
