"""What the policy in force on a view's day calls its stages and posts; a ledger may be listed where none is in force."""

from collections.abc import Mapping
from datetime import timedelta

from salescli.policy.stages import Stage, stage_keys
from salescli.policy.versions import PolicyVersion
from salescli.reports.view import View


def in_force(view: View) -> PolicyVersion | None:
    """The version of the view's day; None: none is in force."""
    found = view.versions.between(view.on, view.on + timedelta(days=1))
    return found[-1].version if found else None


def stages(view: View) -> Mapping[str, Stage]:
    """The stages by key; none without a policy."""
    version = in_force(view)
    return {stage.key: stage for stage in stage_keys(version.text)} if version else {}


def stage_titles(view: View) -> Mapping[str, str]:
    """What the stages are called in the person's language."""
    return {key: stage.title.text(view.lang) for key, stage in stages(view).items()}


def post_titles(view: View) -> Mapping[str, str]:
    """What the posts are called in the person's language."""
    version = in_force(view)
    return {key: post.title.text(view.lang) for key, post in version.policy.posts.items()} if version else {}


def post_bases(view: View) -> Mapping[str, int | None]:
    """The posts' base per month, minor units (None: the policy gives none)."""
    version = in_force(view)
    return {key: post.base for key, post in version.policy.posts.items()} if version else {}
