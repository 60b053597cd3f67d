"""Pages on which the council confirms figures of the law, or sets its own where the law lets it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, check, requires
from applications.law import Kind
from casework import services
from casework.forms_law import FigureForm, WithdrawFigureForm
from casework.presenters.law import SHOWN, EntryLine, FigureLine, RuleLine, address, by_table, counts
from casework.selectors import law as law_selectors
from casework.selectors.law import Rule
from core.errors import DomainError


@require_safe
@requires(Permission.VIEW_CASES)
def figures(request: Any) -> HttpResponse:
    """The figures of law that nobody has confirmed yet, and those that the council confirmed or set."""
    show = request.GET.get("show", "unconfirmed")
    show = show if show in SHOWN else "unconfirmed"
    rules = law_selectors.rules(request.authority, on=timezone.localdate())
    numbers = counts(rules)
    tabs = [{"text": words, "href": f"?show={key}", "count": numbers[key], "current": key == show} for key, words in SHOWN.items()]
    return render(request, "casework/law_figures.jinja", {"tabs": tabs, "show": show, "tables": by_table(rules, show)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_CASES)
def figure(request: Any, table: str, key: str, figure: str = "") -> HttpResponse:
    """One rule, or one figure of it: what the tables say, what the council says and said, and the form to enter it."""
    rule = law_selectors.rule(request.authority, table, key, on=timezone.localdate())
    if rule is None or (figure and figure not in rule.figures):
        raise Http404("The tables hold no such figure.")
    if request.method == "POST":
        check(request, Permission.MANAGE_COUNCIL)
    form = _form(request, rule, figure)
    if request.method == "POST" and form.is_valid():
        entry = {"table": table, "key": key, "figure": figure} | form.cleaned_data
        try:
            services.confirm_figure(authority=request.authority, **entry, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is entered. The dates of all open cases are being computed again.")
            return redirect(address(rule.row))
    return render(request, "casework/law_figure.jinja", _context(request, rule, figure, form))


def _form(request: Any, rule: Rule, figure: str) -> FigureForm:
    line = FigureLine(rule, figure)
    asked = {"kind": line.kind, "label": line.name, "hint": f"In the tables: {line.in_the_tables}" if figure else ""}
    initial = {} if line.kind is Kind.TIME else {"value": line.value}
    return FigureForm(request.POST or None, initial=initial, **asked)


def _context(request: Any, rule: Rule, figure: str, form: FigureForm) -> dict[str, Any]:
    may_enter = request.membership.can(Permission.MANAGE_COUNCIL)
    entries = [entry for entry in rule.entries if not figure or entry.figure in ("", figure)]
    return {
        "line": RuleLine(rule),
        "figure": FigureLine(rule, figure) if figure else None,
        "editions": [RuleLine(Rule(row, rule.editions, rule.entries)) for row in rule.editions],
        "history": [EntryLine(entry, may_enter) for entry in entries],
        "may_enter": may_enter,
        "form": form,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_COUNCIL)
def withdraw(request: Any, public_id: Any) -> HttpResponse:
    """Take back an entry: the figure of the tables counts again."""
    entry = law_selectors.entry(request.authority, public_id)
    if entry is None:
        raise Http404("There is no such entry.")
    rule = law_selectors.rule(request.authority, entry.table, entry.key, on=timezone.localdate())
    if rule is None:
        raise Http404("The tables no longer hold this rule.")
    form = WithdrawFigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_figure(entry=entry, **form.cleaned_data, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is withdrawn. The dates of all open cases are being computed again.")
            return redirect(address(rule.row))
    return render(request, "casework/law_withdraw.jinja", {"line": RuleLine(rule), "entry": EntryLine(entry), "form": form})
