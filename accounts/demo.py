"""What everybody who makes or prints demo people agrees on. Nothing here opens anything outside the demo."""

PASSWORD = "bops-demo-2026!"  # noqa: S105
