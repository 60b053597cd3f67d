"""What every page can use without asking: filters for dates, money and words, and a few helpers.

Our own templates are strict: a name or attribute that does not exist stops the page. The GOV.UK macros read
parameters that callers leave out, so they live in a lenient environment of their own.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template import engines
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Template
from markupsafe import Markup

from core import filters
from core.svgmap import boundary_svg

GOVUK = "govuk_frontend_jinja"
FILTERS = {
    "date": filters.show_date,
    "datetime": filters.show_datetime,
    "time": filters.show_time,
    "near_date": filters.near_date,
    "money": filters.money,
    "number": filters.number,
    "plural": filters.plural,
    "paragraphs": filters.paragraphs,
    "filesize": filters.filesize,
}


class BopsEnvironment(Environment):
    """Strict for our templates, lenient for the GOV.UK macros they call."""

    def __init__(self, **options):
        super().__init__(**(options | {"undefined": StrictUndefined}))
        self.govuk = Environment(loader=options["loader"], autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True)

    def get_template(self, name, parent=None, globals=None) -> Template:
        if isinstance(name, str) and name.startswith(GOVUK):
            return self.govuk.get_template(name)
        return super().get_template(name, parent, globals)


def environment(**options) -> BopsEnvironment:
    """The Jinja environment that settings name."""
    from core.forms.errors import error_summary

    loader = ChoiceLoader([options.pop("loader"), PrefixLoader({GOVUK: PackageLoader(GOVUK)})])
    env = BopsEnvironment(**options, loader=loader, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(FILTERS)
    env.globals.update(
        {
            "url": url,
            "url_or_none": url_or_none,
            "with_query": with_query,
            "static": static,
            "csp_nonce": csp_nonce,
            "now_on": timezone.localdate,
            "live_seconds": live_seconds,
            "flash_messages": flash_messages,
            "boundary_svg": boundary_svg,
            "error_summary": error_summary,
        }
    )
    return env


def govuk_component(component: str, params: dict) -> Markup:
    """One GOV.UK component from its Design System parameters: `govuk_component("date-input", {...})`."""
    macro = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    module = engines["jinja2"].env.get_template(f"{GOVUK}/components/{component}/macro.html").module
    return Markup(getattr(module, macro)(params))


def live_seconds() -> int:
    """How often an open page asks whether its case has changed."""
    seconds: int = settings.LIVE_POLL_SECONDS
    return seconds


def url(name: str, *args, **kwargs) -> str:
    """The address of a page by its name: `url("consultation:site_notices", reference=case.reference)`."""
    return reverse(name, args=args, kwargs=kwargs)


def url_or_none(name: str, *args, **kwargs) -> str | None:
    """The address of a page, or None where this site does not have it."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return None


def with_query(request: HttpRequest, **changes) -> str:
    """This page's query string with some values replaced (None removes one), for sort links and page numbers."""
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return "?" + urlencode([(key, value) for key, values in query.lists() for value in values])


def csp_nonce(request: HttpRequest) -> str:
    """The nonce of this response, empty where the policy is off."""
    return str(getattr(request, "csp_nonce", ""))


def flash_messages(request: HttpRequest) -> list:
    """The messages waiting for this person; reading them clears them."""
    return list(get_messages(request))
