"""The closed lists of words for tasks, leave, feedback and assessments: how they are called, and which one a person means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from gettext import pgettext

from salescli.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Words:
    """A closed list.

    Attributes:
        what: what one of the words is, in the person's language.
        titles: the words as stored, each with its title in the person's language.
        also: what else is typed for a word, whatever the language.
    """

    what: Callable[[], str]
    titles: Callable[[], Mapping[str, str]]
    also: Mapping[str, tuple[str, ...]]

    def meant(self, text: str) -> str:
        """The word that a person means: itself, its title, what else is typed for it, or a beginning that only it has.

        Raises:
            WrongUse: none or several, with the list.
        """
        wanted, titles = " ".join(text.split()).lower(), self.titles()
        exact = [word for word, title in titles.items() if wanted in (word, title.lower(), *self.also[word])]
        found = exact or [word for word in titles if wanted and word.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        words = ", ".join(word if title == word else f"{word} ({title})" for word, title in titles.items())
        raise WrongUse(
            _("{what} is one of {words}, not {given}.").format(what=self.what(), words=words, given=repr(text[:40]))
        )

    def title(self, word: str) -> str:
        """A word's title in the person's language; a word that is not of the list as it stands."""
        return self.titles().get(word, word)


TASK_KINDS = Words(
    lambda: _("The kind of task"),
    lambda: {
        "development": pgettext("task", "development"),
        "service": pgettext("task", "service"),
        "target": pgettext("task", "target"),
    },
    {
        "development": ("客户开发", "开发"),
        "service": ("客户服务", "服务"),
        "target": ("销售目标", "目标"),
    },
)
LEAVE_KINDS = Words(
    lambda: _("The kind of leave"),
    lambda: {
        "annual": pgettext("leave", "annual"),
        "sick": pgettext("leave", "sick"),
        "personal": pgettext("leave", "personal"),
        "marriage": pgettext("leave", "marriage"),
        "maternity": pgettext("leave", "maternity"),
        "bereavement": pgettext("leave", "bereavement"),
        "compensatory": pgettext("leave", "compensatory"),
    },
    {
        "annual": ("年假",),
        "sick": ("病假",),
        "personal": ("事假",),
        "marriage": ("婚假",),
        "maternity": ("产假",),
        "bereavement": ("丧假",),
        "compensatory": ("调休",),
    },
)
"""The kinds of leave with a name of their own; any other word is a kind too."""
FEEDBACK_KINDS = Words(
    lambda: _("The kind of feedback"),
    lambda: {
        "rating": pgettext("feedback", "rating"),
        "complaint": pgettext("feedback", "complaint"),
        "suggestion": pgettext("feedback", "suggestion"),
    },
    {"rating": ("评分",), "complaint": ("投诉",), "suggestion": ("建议",)},
)
METHODS = Words(
    lambda: _("The method"),
    lambda: {
        "resume": pgettext("assessment", "resume"),
        "exam": pgettext("assessment", "exam"),
        "psychometric": pgettext("assessment", "psychometric"),
        "interview": pgettext("assessment", "interview"),
        "simulation": pgettext("assessment", "simulation"),
        "centre": pgettext("assessment", "centre"),
        "observation": pgettext("assessment", "observation"),
        "performance": pgettext("assessment", "performance"),
        "proficiency": pgettext("assessment", "proficiency"),
        "mastery": pgettext("assessment", "mastery"),
    },
    {
        "resume": ("履历评判", "履历"),
        "exam": ("答卷考试", "考试"),
        "psychometric": ("心理测验",),
        "interview": ("面试",),
        "simulation": ("情景模拟",),
        "centre": ("评价中心技术", "评价中心", "center"),
        "observation": ("观察评定",),
        "performance": ("业绩考核",),
        "proficiency": ("熟练程度", "熟练度"),
        "mastery": ("功能掌握",),
    },
)
RATINGS = ("proficiency", "mastery")
"""The methods that rate competence, and need no purpose."""
PURPOSES = Words(
    lambda: _("The purpose"),
    lambda: {
        "selection": pgettext("purpose", "selection"),
        "promotion": pgettext("purpose", "promotion"),
        "appraisal": pgettext("purpose", "appraisal"),
        "training": pgettext("purpose", "training"),
        "placement": pgettext("purpose", "placement"),
    },
    {
        "selection": ("选拔",),
        "promotion": ("晋升",),
        "appraisal": ("考核",),
        "training": ("培训",),
        "placement": ("安置",),
    },
)
SELF, CUSTOMER = "self", "customer"
RATERS = Words(
    lambda: _("The rater"),
    lambda: {
        "manager": pgettext("rater", "manager"),
        "peer": pgettext("rater", "peer"),
        "subordinate": pgettext("rater", "subordinate"),
        "customer": pgettext("rater", "customer"),
        SELF: pgettext("rater", "self"),
    },
    {
        "manager": ("经理", "上级"),
        "peer": ("同事", "同级"),
        "subordinate": ("下属", "下级"),
        "customer": ("客户",),
        SELF: ("本人", "自评"),
    },
)
"""Who rates, seen from the rated."""
