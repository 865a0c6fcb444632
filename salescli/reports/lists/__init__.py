"""The plain lists of what stands in the ledger on a day, and the history of one thing; nothing is counted or judged here.

Each is a function of a view that gives a Report, called by the recording command of its kind (`rep list`, `rep show`).
"""

from salescli.reports.lists.customers import contacts, customer_history, customers
from salescli.reports.lists.people import rep_history, reps, teams
from salescli.reports.lists.requests import expenses, trips
from salescli.reports.lists.selling import (
    contract_history,
    contracts,
    opportunities,
    opportunity_history,
    products,
)
from salescli.reports.lists.targets import targets

__all__ = [
    "contacts",
    "contract_history",
    "contracts",
    "customer_history",
    "customers",
    "expenses",
    "opportunities",
    "opportunity_history",
    "products",
    "rep_history",
    "reps",
    "targets",
    "teams",
    "trips",
]
