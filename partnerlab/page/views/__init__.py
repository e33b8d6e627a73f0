"""What the page shows, a module for each part."""

from __future__ import annotations

from partnerlab.page.views.checklist import checklist
from partnerlab.page.views.clock import clock
from partnerlab.page.views.exchange import exchange
from partnerlab.page.views.file_check import file_check
from partnerlab.page.views.journal import journal
from partnerlab.page.views.partners import partners
from partnerlab.page.views.population import population
from partnerlab.page.views.send_forms import send_forms
from partnerlab.page.views.stored_files import stored_files
from partnerlab.page.views.watched_run import watched_run

PARTS = (clock, partners, journal, exchange, stored_files, send_forms, population, file_check, watched_run, checklist)

__all__ = ["PARTS"]
