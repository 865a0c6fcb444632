"""The plain lists of what stands in the ledger on a day, and the history of one thing; nothing is counted or judged here.

Each is a function of a view that gives a Report, called by the recording command of its kind (`rep list`, `rep show`).
"""

from salescli.reports.lists.customers import contacts, customer_history, customers
from salescli.reports.lists.feedback import feedback
from salescli.reports.lists.goals import goals
from salescli.reports.lists.leaves import leaves
from salescli.reports.lists.people import rep_history, reps, teams
from salescli.reports.lists.requests import expenses, trips
from salescli.reports.lists.reviews import reviews
from salescli.reports.lists.selling import (
    contract_history,
    contracts,
    opportunities,
    opportunity_history,
    products,
)
from salescli.reports.lists.targets import targets
from salescli.reports.lists.tasks import tasks

__all__ = [
    "contacts",
    "contract_history",
    "contracts",
    "customer_history",
    "customers",
    "expenses",
    "feedback",
    "goals",
    "leaves",
    "opportunities",
    "opportunity_history",
    "products",
    "rep_history",
    "reps",
    "reviews",
    "targets",
    "tasks",
    "teams",
    "trips",
]
