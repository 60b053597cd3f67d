"""Taking private things out of a paper before anybody else sees it (docs/adr: boxed pages become images).

- `boxes`: pure: what a box is, the reasons, what came from a browser checked and tidied.
- `spots`: pure: words of a page that may be private, with their places.
- `burning`: runs in the child process (documents.rendering.child): boxed pages to images, the rest of the file without what it hides.
- `photographs`: pure: what a camera wrote into a JPEG or PNG taken out, without touching the picture.
- `tasks`: the worker's part: looking for spots, making the copy.
"""
