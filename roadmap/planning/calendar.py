"""Calendar weeks, Monday to Sunday, counted from 0: the week of the plan's first day."""

from datetime import date, timedelta


def monday_of(day: date) -> date:
    """The Monday of the calendar week of `day`."""
    return day - timedelta(days=day.weekday())


def week_of(start: date, day: date) -> int:
    """The number of the week of `day` in a plan that begins on `start`; negative before it."""
    return (monday_of(day) - monday_of(start)).days // 7


def whole_weeks(start: date, deadline: date) -> int:
    """How many weeks of a plan that begins on `start` have ended by the evening of `deadline`."""
    return ((deadline - monday_of(start)).days + 1) // 7
