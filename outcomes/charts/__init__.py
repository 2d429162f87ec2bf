"""Charts drawn by hand as SVG on the server: small, fast, and readable without colour or script; no page."""
