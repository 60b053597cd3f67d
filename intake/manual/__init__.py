"""Keying in what came on paper or by email: a draft that is saved page by page, and the case that is made of it."""
