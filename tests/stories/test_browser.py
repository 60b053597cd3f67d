"""The tools of the stories notice what they are there to notice."""

import pytest

PAGE = "<html lang='en'><head><title>Page</title></head><body><main><h1>Heading</h1>{}</main></body></html>"


def test_a_sound_page_passes_the_accessibility_check(quiet_page, accessible):
    quiet_page.set_content(PAGE.format("<p>Words</p>"))
    accessible(quiet_page)


def test_a_picture_without_words_fails_the_accessibility_check(page, accessible):
    page.set_content(PAGE.format("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"))
    with pytest.raises(AssertionError, match="image-alt"):
        accessible(page)


def test_what_a_script_complains_about_is_noticed(page, console):
    page.set_content(PAGE.format("<script>console.error('went wrong'); undefined_name()</script>"))
    assert console[0] == "went wrong"
    assert "undefined_name" in console[1]


def test_a_breach_of_the_content_security_policy_is_noticed(page, console):
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.set_content(PAGE.replace("<title>", policy + "<title>").format("<script>1</script>"))
    assert "Content Security Policy" in console[0]
