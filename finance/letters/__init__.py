"""What finance sends out on paper: invoices and statements, as PDF."""
