"""Every declared message has a template that uses what it is given, and every template is declared."""

import importlib.util

import pytest
from django.apps import apps
from django.conf import settings
from jinja2 import meta

from notifications import catalogue
from notifications.templates import environment

FOLDER = settings.BASE_DIR / "templates" / "messages"
KEYS = sorted(catalogue.all_types())


def names_in(template):
    """What a template and the parts that it includes ask for."""
    env = environment()
    tree = env.parse(env.loader.get_source(env, template)[0])
    return meta.find_undeclared_variables(tree).union(*(names_in(part) for part in meta.find_referenced_templates(tree)))


@pytest.mark.parametrize("key", KEYS)
def test_a_template_uses_nothing_that_its_type_does_not_need(key):
    message_type = catalogue.message_type(key)
    used = names_in(message_type.template)
    assert used - catalogue.GIVEN <= message_type.needs


@pytest.mark.parametrize("key", KEYS)
def test_a_template_starts_with_its_subject_and_leaves_greeting_and_contact_to_the_layout(key):
    lines = (settings.BASE_DIR / "templates" / catalogue.message_type(key).template).read_text().splitlines()
    assert lines[0].startswith("Subject: ")
    assert not any(line.startswith(("Dear ", "Yours ")) for line in lines)


def test_every_template_belongs_to_a_declared_message():
    found = {path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", ".") for path in FOLDER.glob("*/[!_]*.jinja")}
    assert found == set(KEYS)


def test_every_app_registers_its_messages():
    declared = []
    for app in apps.get_app_configs():
        if (settings.BASE_DIR / app.name.replace(".", "/")).is_dir() and importlib.util.find_spec(f"{app.name}.messages"):
            declared += importlib.import_module(f"{app.name}.messages").ALL
    assert {one.key for one in declared} == set(KEYS)


def test_two_messages_cannot_share_a_key():
    with pytest.raises(ValueError, match="Two messages"):
        catalogue.register(catalogue.MessageType("accounts.sign_in_code", "Something else"))


def test_a_key_names_its_app():
    with pytest.raises(ValueError, match=r"app\.name"):
        catalogue.MessageType("hello", "No app")


def test_a_secret_is_something_that_the_message_needs():
    with pytest.raises(ValueError, match="secret"):
        catalogue.MessageType("accounts.other", "Other", needs={"name"}, secret={"link"})
