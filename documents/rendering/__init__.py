"""Pages as pictures and words. A stranger's file is opened in a process of its own with limits, never in a worker or a web server.

- `geometry`: pure: how large a page is drawn at each level of zoom, and into which tiles and blocks it is cut.
- `child`: the program that opens the file (`python -m documents.rendering.child`); imports no Django.
- `sandbox`: starts the child on a stored version, waits, and says in words for people what went wrong.
- `pages`: what other parts call: page sizes, the words of a page with their boxes, a page as a picture at so many dots an inch.
"""
